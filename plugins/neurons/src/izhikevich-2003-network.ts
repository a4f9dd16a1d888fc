import { defineNeuron } from "@spikeloom/kernel";
import { izhikevichParameters, quadraticStep, recoveryStep } from "./izhikevich-quadratic.ts";

const half = quadraticStep("dt / 2", "(i_inj + i_syn)");

/**
 * Izhikevich's neuron, stepped as in the published network of 1000 neurons.
 *
 * Steps of 1 ms, v in two halves, pulses of one step.
 */
export const izhikevich2003Network = defineNeuron({
  name: "izhikevich-2003-network",
  about: "Izhikevich's neuron, stepped as in the published network of 1000 neurons.",
  cite: ["doi:10.1109/TNN.2003.820440"],
  parameters: izhikevichParameters,
  receptors: {
    pulse: {
      unit: "nA",
      about: "current pulse of one step with the weight as its height",
      on: { i_syn: "i_syn + weight" },
    },
  },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    v: { initial: "-65 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "-65*mV * b", unit: "mV", about: "recovery variable" },
    i_syn: { initial: "0 nA", unit: "nA", about: "sum of the pulses of this step" },
  },
  // Two half steps of v for stability, as in the author's program; then u; then the pulses end.
  step: [{ v: half }, { v: half }, { u: recoveryStep, i_syn: "0*nA" }],
  spike: { when: "v >= v_threshold", reset: { v: "c", u: "u + d" } },
  integrator: { dt: "1 ms" },
});
