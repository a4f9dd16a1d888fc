import type { SynapseRecord } from "@spikeloom/kernel";

/** Transmits the weighted value of its source in each step. */
export const valueSynapse: SynapseRecord = {
  kind: "synapse",
  contract: 1,
  name: "nir-values",
  about: "Transmits the value of its source in each step, multiplied by its weight.",
  cite: ["doi:10.1038/s41467-024-52259-9"],
  parameters: {},
  weightUnit: "1",
  reads: { v_source: { of: "pre", variable: "v", unit: "1" } },
  coupling: [{ into: "values", value: "weight * v_source", unit: "1" }],
};
