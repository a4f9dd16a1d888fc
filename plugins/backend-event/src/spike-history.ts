/**
 * Past spikes of the targets of a projection, each with the traces after it.
 *
 * Spikes of a target are numbered from 0 on; old ones are forgotten.
 */
export interface SpikeHistory {
  /** Number of spikes that are remembered. */
  readonly size: number;
  /** Number of spikes of a target so far. */
  count(target: number): number;
  time(target: number, spike: number): number;
  /** Copy the traces after a spike into a frame; zeros for spike -1. */
  load(target: number, spike: number, frame: Float64Array): void;
  /** Add a spike, with the traces after it in a frame. */
  add(target: number, time: number, frame: Float64Array): void;
  /** Forget the spikes before a time, except the last one of each target. */
  forget(before: number): void;
  /** Copy all as one list of numbers. */
  save(): Float64Array;
  restore(saved: Float64Array): void;
}

interface Train {
  /** Spikes that are forgotten. */
  first: number;
  times: number[];
  /** Of each spike, side by side. */
  traces: number[];
}

/** Create the history of some targets whose traces begin at a slot of a frame. */
export function spikeHistory(targets: number, { from, width }: TraceSlots): SpikeHistory {
  const create = (): Train => ({ first: 0, times: [], traces: [] });
  const trains = Array.from({ length: targets }, create);
  let size = 0;
  const trainOf = (target: number): Train => trains[target] as Train;
  return {
    get size() {
      return size;
    },
    count(target) {
      const { first, times } = trainOf(target);
      return first + times.length;
    },
    time(target, spike) {
      const { first, times } = trainOf(target);
      return times[spike - first] as number;
    },
    load(target, spike, frame) {
      const { first, traces } = trainOf(target);
      const at = (spike - first) * width;
      for (let k = 0; k < width; k++) {
        frame[from + k] = spike < 0 ? 0 : (traces[at + k] as number);
      }
    },
    add(target, time, frame) {
      const { times, traces } = trainOf(target);
      times.push(time);
      for (let k = 0; k < width; k++) traces.push(frame[from + k] as number);
      size++;
    },
    forget(before) {
      size = 0;
      for (const train of trains) {
        let count = 0;
        while (count + 1 < train.times.length && (train.times[count + 1] as number) < before) {
          count++;
        }
        train.first += count;
        train.times = train.times.slice(count);
        train.traces = train.traces.slice(count * width);
        size += train.times.length;
      }
    },
    save() {
      const parts = trains.flatMap(({ first, times, traces }) => [
        first,
        times.length,
        ...times,
        ...traces,
      ]);
      return Float64Array.from(parts);
    },
    restore(saved) {
      let at = 0;
      const take = (length: number): number[] => {
        const part = [...saved.subarray(at, at + length)];
        at += length;
        return part;
      };
      size = 0;
      for (const train of trains) {
        const [first = 0, length = 0] = take(2);
        train.first = first;
        train.times = take(length);
        train.traces = take(length * width);
        size += length;
      }
    },
  };
}

/** Place of the traces of a target in a frame. */
interface TraceSlots {
  readonly from: number;
  readonly width: number;
}
