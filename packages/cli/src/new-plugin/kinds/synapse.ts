import { definition, drivenNetwork, type PluginTemplate, placeholderSource } from "../template.ts";

/** Short-term depression: resources are depleted and recover. */
export const synapseTemplate: PluginTemplate = {
  group: "synapses",
  source: (names) =>
    definition(
      "defineSynapse",
      names,
      `  // Source of the equations.
  cite: ["${names.cite ?? placeholderSource}"],
  parameters: {
    u: { default: 0.5, about: "fraction of the resources that a spike uses", min: 0, max: 1 },
    tau_rec: { default: "800 ms", about: "recovery of resources", min: "0 ms", exclusive: true },
  },
  state: { x: { initial: 1, unit: "1", about: "available resources" } },
  dynamics: { x: { derivative: "(1 - x) / tau_rec", when: "event" } },
  on: { pre: { x: "x - u * x" } },
  deliver: "weight * u * x",
`,
    ),
  suite: { name: "modelSuite", claims: ({ id }) => `modelSuite(${id}, { stack })` },
  command: "run",
  network: (name) => drivenNetwork({ projection: { synapse: name } }),
};
