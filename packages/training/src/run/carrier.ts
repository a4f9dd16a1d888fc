import { type Batch, joinBytes } from "@spikeloom/kernel";
import { BATCH, SAVED } from "../errors.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { CarriedStates } from "./carried-states.ts";
import type { BatchPlace } from "./load-batch.ts";

/** Stores the final states of samples, separately for training and evaluation. */
export interface Carrier {
  /** Return the initial states of the samples of a batch. */
  begins(batch: Batch, learns: boolean): Float64Array;
  /** Store the final states of the batch in memory. */
  keep(place: BatchPlace, learns: boolean): void;
  save(): Uint8Array;
  restore(saved: Uint8Array): void;
}

/** Create the store of carried states. */
export function makeCarrier({ elements, first }: CarriedStates, memory: TrainingMemory): Carrier {
  const kept: Record<"learnt" | "assessed", Float64Array> = {
    learnt: new Float64Array(0),
    assessed: new Float64Array(0),
  };
  const which = (learns: boolean): keyof typeof kept => (learns ? "learnt" : "assessed");
  return {
    begins(batch, learns) {
      const before = kept[which(learns)];
      const flags = flagsOf(batch, before.length / elements);
      const begins = new Float64Array(batch.size * elements);
      for (let k = 0; k < batch.size; k++) {
        const own = flags?.[k] === 1 ? before.subarray(k * elements, (k + 1) * elements) : first;
        begins.set(own, k * elements);
      }
      return begins;
    },
    keep({ size, carried }, learns) {
      const at = carried?.ends ?? 0;
      kept[which(learns)] = memory.doubles().slice(at, at + size * elements);
    },
    save() {
      const { learnt, assessed } = kept;
      const counts = Float64Array.of(learnt.length, assessed.length);
      return joinBytes(
        [counts, learnt, assessed].map(
          ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
        ),
      );
    },
    restore(saved) {
      const numbers = new Float64Array(saved.slice().buffer, 0, saved.length >>> 3);
      const [learnt = Number.NaN, assessed = Number.NaN] = numbers;
      const isWhole = learnt % elements === 0 && assessed % elements === 0;
      if (!isWhole || 8 * (2 + learnt + assessed) !== saved.length) throw otherStates(saved.length);
      kept.learnt = numbers.slice(2, 2 + learnt);
      kept.assessed = numbers.slice(2 + learnt);
    },
  };
}

/** Check which samples continue; only those of the previous batch can. */
function flagsOf({ continues, size }: Batch, before: number): Uint8Array | undefined {
  if (continues === undefined) return undefined;
  if (continues.length !== size) {
    throw BATCH({
      place: "continues",
      message: "continues must have one number per sample.",
      expected: `${size} numbers, 0 or 1`,
      got: String(continues.length),
    });
  }
  const odd = continues.findIndex((one) => one > 1);
  if (odd >= 0) {
    throw BATCH({
      place: `continues, sample ${odd}`,
      message: "Invalid entry of continues.",
      expected: "0 or 1",
      got: String(continues[odd]),
    });
  }
  const last = continues.lastIndexOf(1);
  if (last < before) return continues;
  throw BATCH({
    place: `continues, sample ${last}`,
    message: "The previous batch has no sample at this index to continue.",
    expected: `one of the first ${before} samples`,
    got: `sample ${last}`,
    next: "Start with a batch in which no sample continues.",
  });
}

function otherStates(length: number): Error {
  return SAVED({
    place: "what was saved",
    message: "The carried states belong to a different network.",
    expected: "states of whole samples",
    got: `${length} bytes`,
    next: "Resume with the network that it was saved with.",
  });
}
