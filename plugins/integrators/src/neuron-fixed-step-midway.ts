import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";
import { implicitPotential } from "./implicit-potential.ts";
import { neuronFixedStep } from "./neuron-fixed-step.ts";

/**
 * NEURON's fixed step for synapses that are functions of time.
 *
 * The potential evaluates such a function, for example an alpha function, at the midpoint of the step, where NEURON
 * evaluates currents.
 */
export const neuronFixedStepMidway: IntegratorRecord = defineIntegrator({
  ...neuronFixedStep,
  name: "neuron-fixed-step-midway",
  about: "NEURON's fixed step for conductances that are functions of time.",
  cite: ["doi:10.1162/neco.1997.9.6.1179"],
  leading: { ...implicitPotential, others: "middle" },
});
