import type { LeadingScheme } from "@spikeloom/kernel";

/** Implicit step of the potential, with NEURON's slope: a difference quotient over 0.001 mV. */
export const implicitPotential: LeadingScheme = {
  variables: ["v"],
  stages: { slope_v: "(f(x + 0.001, t) - f(x, t)) / 0.001" },
  update: "x + dt * f(x, t) / (1 - dt * slope_v)",
  others: "start",
};
