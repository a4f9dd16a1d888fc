import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";
import { implicitPotential } from "./implicit-potential.ts";

/**
 * NEURON's fixed step: v implicitly, then all else with v constant (`cnexp`).
 *
 * Hines & Carnevale 1997, the fixed step of "The NEURON simulation environment".
 */
export const neuronFixedStep: IntegratorRecord = defineIntegrator({
  name: "neuron-fixed-step",
  about:
    "NEURON's fixed step: the potential implicitly, then everything else with the potential held constant.",
  cite: ["doi:10.1162/neco.1997.9.6.1179"],
  handles: "conditionally-linear",
  noise: "none",
  order: 1,
  leading: implicitPotential,
  update: "x + dt * f(x, t) * exprel(slope(x) * dt)",
});
