import type { RecordingSink } from "@spikeloom/kernel";
import { isDue, type NetworkProgram, type RecorderProgram } from "@spikeloom/program";
import type { OrderedSpikes } from "@spikeloom/program/events";
import { timeOfStep } from "@spikeloom/simulate";

/** Spikes with the steps by which they are recorded. */
export interface StampedSpikes extends OrderedSpikes {
  /** The nearest steps of the times, and the differences of both in ms. */
  readonly steps: Int32Array;
  readonly offsets: Float64Array;
}

/** Spikes that are processed together. */
const bufferedSpikes = 4096;

/** Create a buffer of spikes, which a function receives when it is full, or flushed. */
export function spikeBuffer(receive: (spikes: OrderedSpikes) => void): {
  add(spikes: OrderedSpikes): void;
  flush(): void;
} {
  let count = 0;
  const times = new Float64Array(bufferedSpikes);
  const neurons = new Int32Array(bufferedSpikes);
  const flush = (): void => {
    const all = count;
    count = 0;
    if (all > 0) receive({ count: all, times, neurons });
  };
  return {
    add(spikes) {
      if (count + spikes.count > bufferedSpikes) flush();
      if (spikes.count > bufferedSpikes) {
        receive(spikes);
        return;
      }
      for (let k = 0; k < spikes.count; k++, count++) {
        times[count] = spikes.times[k] as number;
        neurons[count] = spikes.neurons[k] as number;
      }
    },
    flush,
  };
}

/** Create the function that stamps the times of spikes; the next call overwrites what it returns. */
export function spikeStamps(
  dt: number,
): (count: number, times: Float64Array) => Pick<StampedSpikes, "steps" | "offsets"> {
  let steps = new Int32Array(0);
  let offsets = new Float64Array(0);
  return (count, times) => {
    if (count > steps.length) {
      steps = new Int32Array(2 * count);
      offsets = new Float64Array(2 * count);
    }
    for (let k = 0; k < count; k++) {
      const time = times[k] as number;
      const step = Math.round(time / dt);
      steps[k] = step;
      offsets[k] = time - timeOfStep(step, dt);
    }
    return { steps, offsets };
  };
}

/** Create the function that hands over spikes to the recorders that chose their neurons. */
export function spikeRecorders(
  { recorders, populations, dt }: NetworkProgram,
  sink: RecordingSink,
): (spikes: StampedSpikes) => void {
  const recording = recorders
    .filter(({ spikes }) => spikes)
    .map(({ index, population, chosen, from, until }) => {
      const { first = 0, size = 0 } = populations.get(population) ?? {};
      const [start, stop] = [timeOfStep(from, dt), timeOfStep(until, dt)];
      return { index, chosen, first, size, start, stop };
    });
  let found = {
    steps: new Int32Array(0),
    neurons: new Uint32Array(0),
    offsets: new Float64Array(0),
  };
  return ({ count, times, neurons, steps, offsets }) => {
    if (count > found.steps.length) {
      const room = 2 * count;
      found = {
        steps: new Int32Array(room),
        neurons: new Uint32Array(room),
        offsets: new Float64Array(room),
      };
    }
    for (const { index, chosen, first, size, start, stop } of recording) {
      let length = 0;
      for (let k = 0; k < count; k++) {
        const neuron = (neurons[k] as number) - first;
        const time = times[k] as number;
        if (neuron < 0 || neuron >= size || time < start || time >= stop) continue;
        if (chosen.isAll !== true && chosen.index(neuron) < 0) continue;
        found.steps[length] = steps[k] as number;
        found.neurons[length] = neuron;
        found.offsets[length++] = offsets[k] as number;
      }
      if (length === 0) continue;
      sink.spikes({
        recorder: index,
        steps: found.steps.subarray(0, length),
        neurons: found.neurons.subarray(0, length),
        offsets: found.offsets.subarray(0, length),
      });
    }
  };
}

/** Recorders that sample at a stamp. */
export function dueAt({ recorders }: NetworkProgram, stamp: number): readonly RecorderProgram[] {
  return recorders.filter((one) => one.variables.length > 0 && isDue(one, stamp));
}
