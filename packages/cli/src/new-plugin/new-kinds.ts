/** The kinds of plugins that `spikeloom new plugin` makes a package for. */
export const newKinds = [
  "neuron",
  "synapse",
  "plasticity",
  "connector",
  "integrator",
  "encoder",
  "learning",
  "backend",
  "hardware",
  "format",
] as const;

/** One of them. */
export type NewKind = (typeof newKinds)[number];
