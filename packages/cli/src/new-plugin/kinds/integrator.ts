import { definition, drivenNetwork, type PluginTemplate, placeholderSource } from "../template.ts";

/** The midpoint method. */
export const integratorTemplate: PluginTemplate = {
  group: "integrators",
  source: (names) =>
    definition(
      "defineIntegrator",
      names,
      `  // Source of the scheme.
  cite: ["${names.cite ?? placeholderSource}"],
  handles: "any",
  noise: "none",
  order: 2,
  stages: { k1: "f(x, t)" },
  update: "x + dt * f(x + dt / 2 * k1, t + dt / 2)",
`,
    ),
  suite: {
    name: "integratorSuite",
    claims: ({ id }) => `integratorSuite(${id}, { stack, backend: clock() })`,
    uses: { spikeloom: ["clock"] },
  },
  command: "run",
  network: (name) => drivenNetwork({ population: { integrator: name } }),
};
