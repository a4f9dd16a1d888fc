import { type EventForm, mostAtOnce, repeatedSpikes } from "@spikeloom/program/events";
import { NOT_FINITE } from "../errors.ts";
import type { EventNetwork } from "./event-network.ts";

/** Guards a population against endless spikes in a sample. */
interface SpikeGuard {
  begin(example: number): void;
  /** Count a spike; throws `SL_TRAINING_NOT_FINITE` if a neuron spikes endlessly. */
  check(neuron: number, time: number): void;
}

/** Maximum number of spikes of a neuron per sample, at least one per step. */
const leastLimit = 1000;

/**
 * Create a guard that refuses endless spikes, which diverged weights cause.
 *
 * In a time-stepped network no neuron spikes more than once per step.
 */
export function spikeGuard(
  { name, size }: Pick<EventForm, "name" | "size">,
  { until, dt }: Pick<EventNetwork, "until" | "dt">,
): SpikeGuard {
  const limit = Math.max(leastLimit, Math.ceil(until / dt));
  const counts = new Uint32Array(size);
  const repeated = repeatedSpikes(size);
  let current = 0;
  return {
    begin(example) {
      current = example;
      counts.fill(0);
      repeated.clear();
    },
    check(neuron, time) {
      const count = (counts[neuron] as number) + 1;
      counts[neuron] = count;
      if (count <= limit && !repeated.isEndless(neuron, time)) return;
      throw NOT_FINITE({
        place: `sample ${current} of the batch, neuron ${neuron} of "${name}"`,
        message: "A neuron spikes endlessly.",
        expected: `at most ${limit} spikes per sample, and ${mostAtOnce} at one time`,
        got: count > limit ? `spike ${count} at ${time} ms` : `${mostAtOnce} spikes at ${time} ms`,
        next: "Use smaller weights, a lower rate, or neurons with a refractory period.",
      });
    },
  };
}
