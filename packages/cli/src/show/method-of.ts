import { clock } from "@spikeloom/backend-clock";
import type { NeuronRecord, PopulationRecord, Stack } from "@spikeloom/kernel";
import { memorySink } from "@spikeloom/simulate";
import { asCoded } from "../print/coded.ts";

/** A model with what decides how it is advanced. */
export interface MethodRequest {
  readonly model: NeuronRecord;
  readonly stack: Stack;
  /** The step of the network; else the one the model is defined at, or 0.1 ms. */
  readonly dt?: string;
  /** The population's own choice. */
  readonly integrator?: PopulationRecord["integrator"] | undefined;
}

/**
 * Find out how the clock backend would advance a model, from the note of a single neuron.
 *
 * The analysis is the backend's own, so it is asked; undefined for models that have nothing to advance
 * or that it cannot run.
 */
export async function methodOf(request: MethodRequest): Promise<string | undefined> {
  const { model, stack, integrator } = request;
  if (Object.keys(model.dynamics ?? {}).length === 0) return undefined;
  const dt = request.dt ?? model.integrator?.dt ?? "0.1 ms";
  try {
    const simulation = await clock({ target: "js" }).prepare({
      network: {
        format: "spikeloom-network",
        version: 1,
        dt,
        populations: { one: { model, size: 1, ...(integrator !== undefined && { integrator }) } },
      },
      stack,
      seed: 0,
      precision: "f64",
      sink: memorySink(),
    });
    const [note = ""] = simulation.summary.notes.filter((text) => text.startsWith("one: "));
    simulation.close();
    return /advanced by (.+)$/.exec(note)?.[1];
  } catch (fault) {
    if (asCoded(fault) === undefined) throw fault;
    return undefined;
  }
}
