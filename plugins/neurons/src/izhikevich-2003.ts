import { defineNeuron } from "@spikeloom/kernel";
import { izhikevichParameters, quadraticStep, recoveryStep } from "./izhikevich-quadratic.ts";

/**
 * Izhikevich's neuron, stepped as in its author's program for the twenty patterns.
 *
 * First v, then u with the new v.
 */
export const izhikevich2003 = defineNeuron({
  name: "izhikevich-2003",
  about: "Izhikevich's neuron, stepped as in the program of the twenty published patterns.",
  cite: ["doi:10.1109/TNN.2003.820440", "doi:10.1109/TNN.2004.832719"],
  parameters: izhikevichParameters,
  receptors: {
    delta: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } },
  },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    v: { initial: "-70 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "-70*mV * b", unit: "mV", about: "recovery variable" },
  },
  step: [{ v: quadraticStep("dt", "i_inj") }, { u: recoveryStep }],
  spike: { when: "v >= v_threshold", reset: { v: "c", u: "u + d" } },
});
