import type { RecordingSink, SpikeChunk } from "@spikeloom/kernel";
import { sameEnds } from "./synapses/snapshots.ts";
import type { SynapseChunks } from "./synapses/synapse-recordings.ts";

/** All data of one recorder, in internal units. */
export interface RecordedChunks {
  readonly spikes: Omit<SpikeChunk, "recorder">;
  readonly samples: ReadonlyMap<
    string,
    { readonly steps: Int32Array; readonly values: Float64Array }
  >;
}

/** A sink that stores all chunks. */
export interface MemorySink extends RecordingSink {
  /** Data of a recorder so far. */
  recorded(recorder: number): RecordedChunks;
  /** Data of a synapse recorder so far, by set of synapses. */
  recordedSynapses(recorder: number): readonly SynapseChunks[];
}

type Numbers = Int32Array | Uint32Array | Float64Array;

interface Growing<A extends Numbers> {
  push(chunk: A): void;
  view(): A;
}

/** Create a sink that stores everything in memory; chunks are copied. */
export function memorySink(): MemorySink {
  const recorders = new Map<number, ReturnType<typeof newRecorder>>();
  const of = (recorder: number): ReturnType<typeof newRecorder> => {
    const found = recorders.get(recorder) ?? newRecorder();
    recorders.set(recorder, found);
    return found;
  };
  const sets = new Map<number, GrowingSet[]>();
  return {
    synapses({ recorder, step, ...ends }) {
      const known = sets.get(recorder) ?? [];
      sets.set(recorder, known);
      const last = known.at(-1);
      if (last !== undefined && sameEnds(last.ends, ends)) return;
      known.push({ step, ends, snapshots: new Map() });
    },
    snapshot({ recorder, variable, step, values }) {
      const snapshots = sets.get(recorder)?.at(-1)?.snapshots;
      const found = snapshots?.get(variable) ?? { steps: [], values: [] };
      snapshots?.set(variable, found);
      found.steps.push(step);
      found.values.push(values.slice());
    },
    recordedSynapses: (recorder) => sets.get(recorder) ?? [],
    spikes({ recorder, steps, neurons, offsets }) {
      const { spikes } = of(recorder);
      if (offsets !== undefined) spikes.offsets ??= offsetsOf(spikes.steps.view().length);
      spikes.offsets?.push(offsets ?? new Float64Array(steps.length));
      spikes.steps.push(steps);
      spikes.neurons.push(neurons);
    },
    samples({ recorder, variable, steps, values }) {
      const { samples } = of(recorder);
      const found = samples.get(variable) ?? newSamples();
      samples.set(variable, found);
      found.steps.push(steps);
      found.values.push(values);
    },
    recorded(recorder) {
      const found = recorders.get(recorder);
      if (found === undefined) return nothing;
      const { spikes, samples } = found;
      const entries = [...samples].map(
        ([name, { steps, values }]) =>
          [name, { steps: steps.view(), values: values.view() }] as const,
      );
      return {
        spikes: {
          steps: spikes.steps.view(),
          neurons: spikes.neurons.view(),
          offsets: spikes.offsets?.view(),
        },
        samples: new Map(entries),
      };
    },
  };
}

/** Chunks of a recorder that recorded nothing. */
export const nothing: RecordedChunks = {
  spikes: { steps: new Int32Array(0), neurons: new Uint32Array(0) },
  samples: new Map(),
};

interface GrowingSet extends SynapseChunks {
  readonly snapshots: Map<string, { readonly steps: number[]; readonly values: Float64Array[] }>;
}

/** Offsets of the spikes before the first off-grid spikes. */
function offsetsOf(count: number): Growing<Float64Array> {
  const offsets = growing((length) => new Float64Array(length));
  offsets.push(new Float64Array(count));
  return offsets;
}

interface GrowingSpikes {
  readonly steps: Growing<Int32Array>;
  readonly neurons: Growing<Uint32Array>;
  /** Present from the first off-grid spikes on. */
  offsets: Growing<Float64Array> | undefined;
}

function newRecorder(): {
  readonly spikes: GrowingSpikes;
  readonly samples: Map<string, ReturnType<typeof newSamples>>;
} {
  const spikes: GrowingSpikes = {
    steps: growing((length) => new Int32Array(length)),
    neurons: growing((length) => new Uint32Array(length)),
    offsets: undefined,
  };
  return { spikes, samples: new Map() };
}

function newSamples(): {
  readonly steps: Growing<Int32Array>;
  readonly values: Growing<Float64Array>;
} {
  return {
    steps: growing((length) => new Int32Array(length)),
    values: growing((length) => new Float64Array(length)),
  };
}

/** A growable array that doubles its capacity; appending takes amortised constant time. */
function growing<A extends Numbers>(make: (length: number) => A): Growing<A> {
  let values = make(0);
  let length = 0;
  return {
    push(chunk) {
      if (length + chunk.length > values.length) {
        const larger = make(Math.max(2 * values.length, length + chunk.length));
        larger.set(values.subarray(0, length));
        values = larger;
      }
      values.set(chunk, length);
      length += chunk.length;
    },
    view: () => values.subarray(0, length) as A,
  };
}
