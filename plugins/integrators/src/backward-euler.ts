import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/**
 * Backward Euler for each variable, with all others held constant.
 *
 * NEURON's fixed step for the potential.
 */
export const backwardEuler: IntegratorRecord = defineIntegrator({
  name: "backward-euler",
  about: "Implicit Euler for each variable, with all others held constant.",
  cite: ["isbn:978-3-540-56670-0"],
  handles: "conditionally-linear",
  noise: "none",
  order: 1,
  update: "(x + dt * offset(x)) / (1 - dt * slope(x))",
});
