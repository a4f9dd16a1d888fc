import { definition, drivenNetwork, type PluginTemplate, placeholderSource } from "../template.ts";

/** A leaky integrate-and-fire neuron. */
export const neuronTemplate: PluginTemplate = {
  group: "neurons",
  source: (names) =>
    definition(
      "defineNeuron",
      names,
      `  // Source of the equations.
  cite: ["${names.cite ?? placeholderSource}"],
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
    r_m: { default: "100 Mohm", about: "membrane resistance", min: "0 Mohm" },
    v_rest: { default: "0 mV", about: "resting potential" },
    v_reset: { default: "10 mV", about: "potential right after a spike" },
    v_threshold: { default: "20 mV", about: "firing threshold" },
    tau_refrac: { default: "2 ms", about: "absolute refractory period", min: "0 ms" },
  },
  receptors: { jump: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: { v: { initial: "v_rest", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "(v_rest - v + r_m * i_inj) / tau_m" },
  spike: {
    when: "v >= v_threshold",
    reset: { v: "v_reset" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
`,
    ),
  suite: { name: "modelSuite", claims: ({ id }) => `modelSuite(${id}, { stack })` },
  command: "run",
  network: (name) => drivenNetwork({ model: name }),
};
