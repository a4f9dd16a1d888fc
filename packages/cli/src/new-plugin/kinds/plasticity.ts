import { definition, drivenNetwork, type PluginTemplate, placeholderSource } from "../template.ts";

/** Pair-based STDP. */
export const plasticityTemplate: PluginTemplate = {
  group: "plasticity",
  source: (names) =>
    definition(
      "definePlasticity",
      names,
      `  // Source of the equations.
  cite: ["${names.cite ?? placeholderSource}"],
  weightUnit: "mV",
  parameters: {
    tau_plus: { default: "20 ms", about: "decay of x_pre", min: "0 ms", exclusive: true },
    tau_minus: { default: "20 ms", about: "decay of x_post", min: "0 ms", exclusive: true },
    eta: { default: "0.01 mV", about: "weight change per pair", min: "0 mV" },
    w_max: { default: "1 mV", about: "maximum weight" },
  },
  traces: {
    x_pre: { of: "pre", decay: "tau_plus", about: "trace of presynaptic spikes" },
    x_post: { of: "post", decay: "tau_minus", about: "trace of postsynaptic spikes" },
  },
  on: {
    pre: { x_pre: "x_pre + 1", weight: "weight - eta * x_post" },
    post: { x_post: "x_post + 1", weight: "weight + eta * x_pre" },
  },
  bounds: { weight: { min: "0*mV", max: "w_max" } },
`,
    ),
  suite: { name: "modelSuite", claims: ({ id }) => `modelSuite(${id}, { stack })` },
  command: "run",
  network: (name) => drivenNetwork({ projection: { plasticity: name } }),
};
