import { routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import type { SumRing } from "./synapse-rows.ts";

/** Synapses of a row that is drawn at its spike, chunk by chunk. */
export interface ChunkDelivery {
  readonly ring: SumRing;
  /** Indices of targets. */
  readonly targets: ArrayPlace;
  /** Index of the sum of each target; if absent, sums are in the order of targets. */
  readonly places: ArrayPlace | undefined;
  /** Delays in steps: of all synapses, or of each. */
  readonly delays: number | ArrayPlace;
  readonly weights: number | ArrayPlace;
  /** Steps added to each delay. */
  readonly shift: number;
}

/** Write the routine that adds synapses of a row to the sums of their steps. */
export function addChunk({ ring, shift, ...chunk }: ChunkDelivery): Routine {
  const { targets, places, delays, weights } = chunk;
  const { sums, length, width } = ring;
  const about =
    "Adds synapses of a row, whose spike was sent in a step, to the sums of their steps.";
  const parameters = { count: "i32", step: "i32" } as const;
  return routine("add_chunk", { about, parameters }, (b, { count, step }) => {
    const { add, constant } = b.floats(sums.element);
    const slotOf = (arrival: Value): Value => {
      const slot = b.apply("and", arrival, b.i32(length - 1));
      return b.apply("mul", slot, b.i32(width));
    };
    const isOne = typeof delays === "number";
    const earliest = b.apply("add", step, b.i32(shift + (isOne ? delays : 0)));
    const start = b.keep("start", isOne ? slotOf(earliest) : earliest);
    b.for({ from: b.i32(0), to: count }, (k) => {
      const number = b.load(targets, k);
      const sum = places === undefined ? number : b.load(places, number);
      const slot = isOne ? start : slotOf(b.apply("add", start, b.load(delays, k)));
      const at = b.keep("at", b.apply("add", slot, sum));
      const more = (): Value => {
        if (typeof weights === "number") return constant(weights);
        const loaded = b.load(weights, k);
        return loaded.type === sums.element ? loaded : b.apply("toF32", loaded);
      };
      b.store(sums, at, add(b.load(sums, at), more()));
    });
    return undefined;
  });
}
