import type { SynapseRecord } from "@spikeloom/kernel";

/** Hands the value of a source on at each step, weighted. */
export const valueSynapse: SynapseRecord = {
  kind: "synapse",
  contract: 1,
  name: "nir-values",
  about: "Hands the value of its source on at each step, times its weight.",
  cite: ["doi:10.1038/s41467-024-52259-9"],
  parameters: {},
  weightUnit: "1",
  reads: { v_source: { of: "pre", variable: "v", unit: "1" } },
  coupling: [{ into: "values", value: "weight * v_source", unit: "1" }],
};
