import type { NetworkRecord, NeuronRecord, PopulationRecord, Stack } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { asCoded } from "../print/coded.ts";

/** A model with what determines its integration. */
export interface MethodRequest {
  readonly model: NeuronRecord;
  readonly stack: Stack;
  /** The step of the network; else the one for which the model is defined, or 0.1 ms. */
  readonly dt?: string;
  /** The population's own choice. */
  readonly integrator?: PopulationRecord["integrator"] | undefined;
}

/** Determine how a model would be integrated; undefined if it has no dynamics or cannot be lowered. */
export function methodOf(request: MethodRequest): string | undefined {
  const { model, stack, integrator } = request;
  if (Object.keys(model.dynamics ?? {}).length === 0) return undefined;
  const dt = request.dt ?? model.integrator?.dt ?? "0.1 ms";
  const one = { model, size: 1, ...(integrator !== undefined && { integrator }) };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt,
    populations: { one },
  };
  try {
    const program = programOf(network, { stack });
    return program.populations.get("one")?.step({ zeroDelay: false }).method;
  } catch (fault) {
    if (asCoded(fault) === undefined) throw fault;
    return undefined;
  }
}
