/** The words that `spikeloom list` takes, each with what it lists: every kind of plugin, and conventions. */
export const listedKinds = {
  neurons: "neuron",
  synapses: "synapse",
  plasticity: "plasticity",
  connectors: "connector",
  integrators: "integrator",
  encoders: "encoder",
  learning: "learning",
  backends: "backend",
  hardware: "hardware",
  formats: "format",
  conventions: "convention",
} as const;

/** A kind that can be listed. */
export type ListedKind = keyof typeof listedKinds;

/** Take a word for a kind, in the singular or the plural. */
export function findListedKind(word: string): ListedKind | undefined {
  const kinds = Object.keys(listedKinds) as readonly ListedKind[];
  return kinds.find((kind) => kind === word || listedKinds[kind] === word);
}
