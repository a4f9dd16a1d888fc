import { NWB_SHAPE } from "../errors.ts";
import type { RecordingRows, SpikeRows } from "./result-rows.ts";

/** Number of spikes requested at a time. */
const askedAtOnce = 2 ** 18;
/** Number of spikes sorted in memory at a time: a fraction of all, within bounds, so that few passes suffice. */
const held = { share: 1 / 8, least: 2 ** 21, most: 2 ** 25 };

/** Spikes of a recorder, neuron by neuron. */
export interface SpikesByNeuron {
  /** Number of spikes of each recorded neuron. */
  readonly counts: Float64Array;
  /** Whether all are on the step grid. */
  readonly isOnGrid: boolean;
  /**
   * Ascending times in seconds, grouped by recorded neuron in order; in pieces.
   *
   * Pieces share memory: each must be used before the next is requested.
   */
  times(): Iterable<Float64Array>;
}

/**
 * Regroup spikes from time order to neuron order.
 *
 * A first pass counts them; then groups of neurons whose spikes fit in memory are extracted, one pass each. Two million
 * spikes take one pass.
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
    for (let k = 0; k < senders.length; k++) {
      const sender = senders[k] as number;
      const row = rowOf[sender] ?? -1;
      if (row < 0) throw strange(population, sender);
      counts[row] = (counts[row] as number) + 1;
      isOnGrid &&= isGridTime(times[k] as number, dt);
    }
  }
  return {
    counts,
    isOnGrid,
    *times() {
      const atOnce = Math.min(held.most, Math.max(held.least, held.share * spikes.count));
      const all = [...ranges(counts, atOnce)];
      // One reused buffer: garbage would remain until the file is written.
      const out = new Float64Array(Math.max(0, ...all.map(({ count }) => count)));
      for (const { from, until, count } of all) {
        const part = out.subarray(0, count);
        fillRange(part, { spikes, rowOf, from, counts: counts.subarray(from, until) });
        yield part;
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
  return Math.abs(steps - Math.round(steps)) <= 8 * Number.EPSILON * steps;
}

function* blocksOf({
  count,
  times,
  neurons,
}: SpikeRows): Iterable<{ readonly times: Float64Array; readonly neurons: Uint32Array }> {
  for (let from = 0; from < count; from += askedAtOnce) {
    const until = Math.min(count, from + askedAtOnce);
    yield { times: times(from, until), neurons: neurons(from, until) };
  }
}

interface SpikeRange {
  readonly from: number;
  readonly until: number;
  /** Total number of spikes. */
  readonly count: number;
}

/** Number of neurons whose spikes are held together, at least one. */
function* ranges(counts: Float64Array, atOnce: number): Iterable<SpikeRange> {
  for (let from = 0; from < counts.length; ) {
    let until = from + 1;
    let count = counts[from] as number;
    for (; until < counts.length && count + (counts[until] as number) <= atOnce; until++) {
      count += counts[until] as number;
    }
    yield { from, until, count };
    from = until;
  }
}

/** Write the times of some neurons, neuron by neuron. */
function fillRange(
  out: Float64Array,
  {
    spikes,
    rowOf,
    from,
    counts,
  }: {
    readonly spikes: SpikeRows;
    readonly rowOf: Int32Array;
    /** Row of the first neuron. */
    readonly from: number;
    readonly counts: Float64Array;
  },
): void {
  const next = new Float64Array(counts.length);
  let total = 0;
  for (const [k, count] of counts.entries()) {
    next[k] = total;
    total += count;
  }
  for (const { times, neurons } of blocksOf(spikes)) {
    for (let k = 0; k < neurons.length; k++) {
      const row = (rowOf[neurons[k] as number] as number) - from;
      if (row < 0 || row >= counts.length) continue;
      const at = next[row] as number;
      out[at] = (times[k] as number) / 1000;
      next[row] = at + 1;
    }
  }
}
