import { NWB_SHAPE } from "../errors.ts";
import type { RecordingRows, SpikeRows } from "./result-rows.ts";

/** Spikes that are asked for at once, and those that are put in order in memory at a time. */
const most = { asked: 2 ** 18, held: 2 ** 22 };

/** The spikes of a recorder, neuron after neuron. */
export interface SpikesByNeuron {
  /** Spikes of each recorded neuron. */
  readonly counts: Float64Array;
  /** Whether all lie on the grid of steps. */
  readonly isOnGrid: boolean;
  /** Times in seconds, those of the first recorded neuron first, ascending; in pieces. */
  times(): Iterable<Float64Array>;
}

/**
 * Put spikes that came in order of time in order of neurons.
 *
 * They are counted first; then neurons are taken together until their spikes fill what is held, and all
 * spikes are looked through for theirs: four million are looked through once.
 */
export function spikesByNeuron(
  { neurons, size, population, spikes }: RecordingRows & { readonly spikes: SpikeRows },
  dt: number,
): SpikesByNeuron {
  const rowOf = new Int32Array(size).fill(-1);
  for (const [row, neuron] of neurons.entries()) rowOf[neuron] = row;
  const counts = new Float64Array(neurons.length);
  let isOnGrid = true;
  for (const { times, neurons: senders } of blocksOf(spikes)) {
    for (const [k, sender] of senders.entries()) {
      const row = rowOf[sender] ?? -1;
      if (row < 0) throw strange(population, sender);
      counts[row] = (counts[row] ?? 0) + 1;
      isOnGrid &&= isGridTime(times[k] as number, dt);
    }
  }
  return {
    counts,
    isOnGrid,
    *times() {
      for (const { from, until } of ranges(counts)) {
        yield timesOfRange(spikes, rowOf, { from, counts: counts.subarray(from, until) });
      }
    },
  };
}

function strange(population: string, sender: number): Error {
  const expected = "spikes of recorded neurons";
  const inside = `spikes of ${population}`;
  return NWB_SHAPE({ path: "the result", inside, expected, got: `one of neuron ${sender}` });
}

function isGridTime(time: number, dt: number): boolean {
  const steps = time / dt;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

function* blocksOf({
  count,
  times,
  neurons,
}: SpikeRows): Iterable<{ readonly times: Float64Array; readonly neurons: Uint32Array }> {
  for (let from = 0; from < count; from += most.asked) {
    const until = Math.min(count, from + most.asked);
    yield { times: times(from, until), neurons: neurons(from, until) };
  }
}

/** Neurons whose spikes are held together, one at least. */
function* ranges(
  counts: Float64Array,
): Iterable<{ readonly from: number; readonly until: number }> {
  for (let from = 0; from < counts.length; ) {
    let until = from + 1;
    let held = counts[from] as number;
    for (; until < counts.length && held + (counts[until] as number) <= most.held; until++) {
      held += counts[until] as number;
    }
    yield { from, until };
    from = until;
  }
}

function timesOfRange(
  spikes: SpikeRows,
  rowOf: Int32Array,
  { from, counts }: { readonly from: number; readonly counts: Float64Array },
): Float64Array {
  const next = new Float64Array(counts.length);
  let total = 0;
  for (const [k, count] of counts.entries()) {
    next[k] = total;
    total += count;
  }
  const out = new Float64Array(total);
  for (const { times, neurons } of blocksOf(spikes)) {
    for (let k = 0; k < neurons.length; k++) {
      const row = (rowOf[neurons[k] as number] as number) - from;
      if (row < 0 || row >= counts.length) continue;
      const at = next[row] as number;
      out[at] = (times[k] as number) / 1000;
      next[row] = at + 1;
    }
  }
  return out;
}
