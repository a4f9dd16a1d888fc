import { type Simulated, timeOfStep } from "@spikeloom/simulate";
import type { Definition } from "../definition.ts";
import { givenSpikes } from "../recording/spike-log.ts";
import type { SessionOptions } from "../session.ts";
import { readVariable } from "./read-variable.ts";

/** Add rows that no step records: the first ones, and with Brian2's sampling the last ones. */
export async function sampleNow(
  sim: Simulated,
  { populations, stack, options }: Definition,
): Promise<void> {
  for (const population of populations) {
    for (const [variable, signal] of population.recording.signals) {
      if (!signal.wants(sim.step)) continue;
      const { neurons } = signal;
      const values = await readVariable(sim, population, { variable, neurons, stack, options });
      signal.add([sim.step], values);
    }
  }
}

/** Whether given spikes are recorded at their own times; otherwise at the steps in which they act. */
function recordsAsGiven({ convention, recordGiven = false }: SessionOptions): boolean {
  // NEURON's events keep their times. Brian2's monitors report steps in any case.
  return convention === "neuron" || (convention !== "brian2" && recordGiven);
}

/** Collect spikes since the last call; returns the time up to which given ones were collected. */
export function takeSpikes(
  sim: Simulated,
  { populations, options }: Definition,
  from: number,
): number {
  const { timestep } = options;
  const until = timeOfStep(sim.step, timestep) + 1e-3 * timestep;
  const isAsGiven = recordsAsGiven(options);
  for (const { name, cell, size, parameters, recording } of populations) {
    const spikes = sim.spikes(name);
    const times = cell.times === undefined || !isAsGiven ? undefined : parameters.get(cell.times);
    const found = times === undefined ? spikes : givenSpikes(times, { size, from, until });
    recording.spikes.add(found.times, found.neurons);
  }
  return until;
}
