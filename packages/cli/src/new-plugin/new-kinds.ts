/** The kinds of plugins for which `spikeloom new plugin` creates a package. */
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

/** One of these kinds. */
export type NewKind = (typeof newKinds)[number];
