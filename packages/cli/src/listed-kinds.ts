/** The arguments of `spikeloom list`, each with the kind of plugin, or conventions. */
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

/** Find the kind of a word, in the singular or the plural. */
export function findListedKind(word: string): ListedKind | undefined {
  const kinds = Object.keys(listedKinds) as readonly ListedKind[];
  return kinds.find((kind) => kind === word || listedKinds[kind] === word);
}
