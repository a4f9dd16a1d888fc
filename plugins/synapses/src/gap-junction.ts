import { defineSynapse } from "@spikeloom/kernel";
import { sourcePotential, targetPotential } from "./conductance.ts";

/** Electrical synapse: a current proportional to the difference of potentials. */
export const gapJunction = defineSynapse({
  name: "gap-junction",
  about: "Electrical synapse: a current into the target, proportional to the potential difference.",
  cite: ["doi:10.3389/fninf.2015.00022"],
  parameters: {},
  weightUnit: "uS",
  reads: { ...sourcePotential, ...targetPotential },
  coupling: [{ into: "i_inj", value: "weight * (v_pre - v_post)", unit: "nA" }],
});
