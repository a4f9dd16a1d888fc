import { mostAtOnce, repeatedSpikes } from "@spikeloom/program/events";
import { NOT_FINITE } from "../errors.ts";
import type { EventNetwork } from "./event-network.ts";

/** Guards against endless spikes in a sample. */
export interface SpikeGuard {
  begin(example: number): void;
  /** Count a spike; throws `SL_TRAINING_NOT_FINITE` if a neuron spikes endlessly. */
  count(neuron: number, time: number): void;
}

/** Maximum number of spikes of a neuron per sample, at least one per step. */
const leastLimit = 1000;

/**
 * Create a guard that refuses endless spikes, which diverged weights cause.
 *
 * In a time-stepped network no neuron spikes more than once per step.
 */
export function spikeGuard({ until, dt, populations }: EventNetwork): SpikeGuard {
  const neurons = populations.reduce((sum, { size }) => sum + size, 0);
  const limit = Math.max(leastLimit, Math.ceil(until / dt));
  const counts = new Uint32Array(neurons);
  const repeated = repeatedSpikes(neurons);
  let current = 0;
  return {
    begin(example) {
      current = example;
      counts.fill(0);
      repeated.clear();
    },
    count(neuron, time) {
      const count = (counts[neuron] as number) + 1;
      counts[neuron] = count;
      if (count <= limit && !repeated.isEndless(neuron, time)) return;
      let [p, own] = [0, neuron];
      while (own >= (populations[p]?.size ?? Number.POSITIVE_INFINITY))
        own -= populations[p++]?.size ?? 0;
      throw NOT_FINITE({
        place: `sample ${current} of the batch, neuron ${own} of "${populations[p]?.name}"`,
        message: "A neuron spikes endlessly.",
        expected: `at most ${limit} spikes per sample, and ${mostAtOnce} at one time`,
        got: count > limit ? `spike ${count} at ${time} ms` : `${mostAtOnce} spikes at ${time} ms`,
        next: "Use smaller weights, a lower rate, or neurons with a refractory period.",
      });
    },
  };
}
