import type { SpikeSeries } from "@spikeloom/analysis";
import { clock } from "@spikeloom/backend-clock";
import { event } from "@spikeloom/backend-event";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { type Result, type RunOptions, run, type Simulated, simulate } from "@spikeloom/simulate";

/** The plugins that the published networks need. */
const publishedStack: Stack = createStack({
  plugins: [...neurons, ...integrators, ...connectors],
});

/** Run a network on the clock backend, by default for its own duration. */
export function runPublished(
  network: NetworkRecord,
  seed = 1,
  options: Pick<RunOptions, "for" | "precision" | "shards" | "tier" | "workers"> = {},
): Promise<Result> {
  return run(network, { ...options, stack: publishedStack, backend: clock(), seed });
}

/** Run a network for its own duration on the event-driven backend, in continuous time. */
export function runExact(network: NetworkRecord, seed = 1): Promise<Result> {
  return run(network, { stack: publishedStack, backend: event, seed });
}

/** Prepare a network to be run step by step by code that acts on it in between. */
export function simulatePublished(network: NetworkRecord, seed = 1): Promise<Simulated> {
  // Such code takes spikes as they come; a long run stores nothing else.
  return simulate(network, { stack: publishedStack, backend: clock(), seed, keep: false });
}

/** Spikes of one recorder, in the form used by plots and statistics. */
export function spikesOf(result: Result, recorder = 0): SpikeSeries {
  const recording = result.recordings[recorder];
  return {
    label: recording?.population ?? "",
    size: recording?.size ?? 0,
    neurons: recording?.spikes?.neurons ?? new Uint32Array(0),
    times: recording?.spikes?.times ?? new Float64Array(0),
  };
}

/** Samples of a variable of the recorder's only neuron, in the unit that the model declares. */
export function traceOf(
  result: Result,
  variable: string,
  recorder = 0,
): { readonly times: Float64Array; readonly values: Float64Array } {
  const samples = result.recordings[recorder]?.samples.get(variable);
  return samples ?? { times: new Float64Array(0), values: new Float64Array(0) };
}
