import { NOT_FINITE } from "../errors.ts";
import type { EventNetwork } from "./event-network.ts";

/** Sees that the spikes of an example come to an end. */
export interface SpikeGuard {
  begin(example: number): void;
  /** Count a spike; throws `SL_TRAINING_NOT_FINITE` where a neuron spikes without end. */
  count(neuron: number, time: number): void;
}

/** A neuron may spike so often in an example, or once a step where that is more. */
const leastLimit = 1000;

/**
 * Make what refuses neurons that spike without end, as those do whose weights have diverged.
 *
 * A network that goes in steps has no neuron that spikes more than once a step; `first` is where populations begin.
 */
export function spikeGuard(
  { until, dt, populations }: EventNetwork,
  first: readonly number[],
): SpikeGuard {
  const neurons = populations.reduce((sum, { size }) => sum + size, 0);
  const limit = Math.max(leastLimit, Math.ceil(until / dt));
  const [counts, last] = [new Uint32Array(neurons), new Float64Array(neurons)];
  let current = 0;
  return {
    begin(example) {
      current = example;
      counts.fill(0);
      last.fill(-1);
    },
    count(neuron, time) {
      const count = (counts[neuron] as number) + 1;
      counts[neuron] = count;
      if (count <= limit && time !== last[neuron]) {
        last[neuron] = time;
        return;
      }
      const p = first.findLastIndex((begin) => begin <= neuron);
      throw NOT_FINITE({
        place: `example ${current} of the batch, neuron ${neuron - (first[p] ?? 0)} of "${populations[p]?.name}"`,
        message: "A neuron spikes without end.",
        expected: `at most ${limit} spikes in an example, at different times`,
        got: count > limit ? `spike ${count} at ${time} ms` : `two spikes at ${time} ms`,
        next: "Take smaller weights, a smaller rate, or neurons with a refractory time.",
      });
    },
  };
}
