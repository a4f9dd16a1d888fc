import { type RecordedSpikes, timesOfSteps } from "@spikeloom/simulate";

/** Spikes of one neuron, in seconds. */
export interface UnitTrain {
  /** Index within its population. */
  readonly neuron: number;
  readonly times: Float64Array;
}

/** Largest relative error of a time on the grid that was converted to seconds, and possibly summed from a few terms. */
const rounding = 8 * Number.EPSILON;

/** Merge the spikes of many neurons in order of time, then neuron, and remove the rounding of seconds from times on the step grid. */
export function spikesByTime(trains: readonly UnitTrain[], dt: number): RecordedSpikes {
  const count = trains.reduce((sum, { times }) => sum + times.length, 0);
  const steps = new Int32Array(count);
  const times = new Float64Array(count);
  const neurons = new Uint32Array(count);
  let at = 0;
  for (const { neuron, times: seconds } of trains) {
    for (const second of seconds) {
      steps[at] = Math.round((second * 1000) / dt);
      times[at] = second * 1000;
      neurons[at++] = neuron;
    }
  }
  const grid = timesOfSteps(steps, dt);
  for (let k = 0; k < count; k++) {
    const time = grid[k] as number;
    if (Math.abs((times[k] as number) - time) <= rounding * time) times[k] = time;
  }
  const order = Uint32Array.from({ length: count }, (_, k) => k).sort(
    (a, b) =>
      (times[a] as number) - (times[b] as number) ||
      (neurons[a] as number) - (neurons[b] as number),
  );
  return {
    steps: steps.map((_, k) => steps[order[k] as number] as number),
    times: times.map((_, k) => times[order[k] as number] as number),
    neurons: neurons.map((_, k) => neurons[order[k] as number] as number),
  };
}
