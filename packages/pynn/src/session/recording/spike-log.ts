import type { RecordedSpikeColumns } from "../session.ts";
import { type Entry, isLists, listOf } from "../values/columns.ts";

/** Spikes of the recorded neurons of a population. */
export interface SpikeLog {
  /** Recorded neurons. */
  readonly neurons: Uint32Array;
  /** Record these neurons from now on. */
  choose(neurons: Uint32Array): void;
  /** Add spikes in order of time, without those of other neurons. */
  add(times: Float64Array, neurons: Uint32Array): void;
  read(): RecordedSpikeColumns;
  clear(): void;
}

/** Create an empty log. */
export function spikeLog(size: number): SpikeLog {
  let chosen: Uint8Array | undefined;
  let listed = new Uint32Array(0);
  let chunks: RecordedSpikeColumns[] = [];
  const joined = (): RecordedSpikeColumns => {
    const [first, second] = chunks;
    if (first !== undefined && second === undefined) return first;
    const count = chunks.reduce((sum, { times }) => sum + times.length, 0);
    const all = { neurons: new Uint32Array(count), times: new Float64Array(count) };
    let at = 0;
    for (const { neurons, times } of chunks) {
      all.neurons.set(neurons, at);
      all.times.set(times, at);
      at += times.length;
    }
    chunks = [all];
    return all;
  };
  return {
    get neurons() {
      return listed;
    },
    choose(neurons) {
      listed = neurons.slice();
      chosen = neurons.length === 0 ? undefined : new Uint8Array(size);
      for (const neuron of neurons) (chosen as Uint8Array)[neuron] = 1;
    },
    add(times, neurons) {
      const own = chosen;
      if (own === undefined || times.length === 0) return;
      const isOwn = (_: number, k: number): boolean => own[neurons[k] as number] === 1;
      chunks.push({ times: times.filter(isOwn), neurons: neurons.filter((one) => own[one] === 1) });
    },
    read: joined,
    clear() {
      chunks = [];
    },
  };
}

/** List given times after `from` and up to `until` in order, unchanged. */
export function givenSpikes(
  times: Entry,
  { size, from, until }: { readonly size: number; readonly from: number; readonly until: number },
): RecordedSpikeColumns {
  const found: (readonly [number, number])[] = [];
  for (let neuron = 0; isLists(times) && neuron < size; neuron++) {
    for (const time of listOf(times, neuron)) {
      if (time > from && time <= until) found.push([time, neuron]);
    }
  }
  found.sort(([a, i], [b, j]) => a - b || i - j);
  return {
    times: Float64Array.from(found, ([time]) => time),
    neurons: Uint32Array.from(found, ([, neuron]) => neuron),
  };
}
