import { checkDefinition } from "../record-fields.ts";
import { configurable } from "./configured.ts";
import type { NeuronDefinition, NeuronModel, NeuronRecord } from "./neuron.ts";

/**
 * Define a neuron model.
 *
 * The result is the record itself and can be called with parameter values, whose names and dimensions TypeScript checks: `lif({
 * tau_m: "10 ms" })`.
 */
export function defineNeuron<const P extends NeuronRecord["parameters"]>(
  definition: Omit<NeuronDefinition, "parameters"> & { readonly parameters: P },
): NeuronModel<P> {
  checkDefinition(definition, "neuron");
  const record: NeuronRecord & { readonly parameters: P } = {
    kind: "neuron",
    contract: 1,
    ...definition,
  };
  return configurable<P, NeuronRecord & { readonly parameters: P }>(record) as NeuronModel<P>;
}
