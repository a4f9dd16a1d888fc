import { checkDefinition } from "../record-fields.ts";
import { configurable } from "./configured.ts";
import type { PlasticityDefinition, PlasticityModel, PlasticityRecord } from "./plasticity.ts";

/** Define a plasticity rule; the result is callable as with `defineNeuron`. */
export function definePlasticity<const P extends PlasticityRecord["parameters"]>(
  definition: Omit<PlasticityDefinition, "parameters"> & { readonly parameters: P },
): PlasticityModel<P> {
  checkDefinition(definition, "plasticity");
  const record: PlasticityRecord & { readonly parameters: P } = {
    kind: "plasticity",
    contract: 1,
    ...definition,
  };
  return configurable<P, PlasticityRecord & { readonly parameters: P }>(
    record,
  ) as PlasticityModel<P>;
}
