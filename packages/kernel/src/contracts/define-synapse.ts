import { checkDefinition } from "../record-fields.ts";
import { configurable } from "./configured.ts";
import type { SynapseDefinition, SynapseModel, SynapseRecord } from "./synapse.ts";

/** Define a synapse model; the result is callable as with `defineNeuron`. */
export function defineSynapse<const P extends SynapseRecord["parameters"]>(
  definition: Omit<SynapseDefinition, "parameters"> & { readonly parameters: P },
): SynapseModel<P> {
  checkDefinition(definition, "synapse");
  const record: SynapseRecord & { readonly parameters: P } = {
    kind: "synapse",
    contract: 1,
    ...definition,
  };
  return configurable<P, SynapseRecord & { readonly parameters: P }>(record) as SynapseModel<P>;
}
