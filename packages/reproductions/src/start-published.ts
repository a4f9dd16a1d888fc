import { clock } from "@spikeloom/backend-clock";
import type { NetworkRecord, Simulation } from "@spikeloom/kernel";
import { completeNetwork, networkStep } from "@spikeloom/network";
import type { SpikeSeries } from "@spikeloom/plots";
import { type MemorySink, memorySink, timesOfSteps } from "@spikeloom/simulate";
import { publishedStack } from "./run-published.ts";

/** A network that is run step by step, and what it has recorded. */
export interface StartedNetwork {
  readonly simulation: Simulation;
  readonly recorded: MemorySink;
  /** Spikes so far of one recorder, as plots and statistics take them. */
  spikes(recorder: number): SpikeSeries;
}

/** Make a network ready to be run step by step, where code acts on it in between. */
export async function startPublished(
  given: NetworkRecord,
  seed = 1,
  precision: "f64" | "f32" = "f64",
): Promise<StartedNetwork> {
  const network = completeNetwork(given, publishedStack);
  const recorded = memorySink();
  const job = { network, stack: publishedStack, seed, precision, workers: 1, sink: recorded };
  const simulation = await clock().prepare(job);
  const dt = networkStep(network);
  return {
    simulation,
    recorded,
    spikes(recorder) {
      const { steps, neurons } = recorded.recorded(recorder).spikes;
      const label = network.record?.[recorder]?.population ?? "";
      const size = network.populations[label]?.size ?? 0;
      return { label, size, neurons, times: timesOfSteps(steps, dt) };
    },
  };
}
