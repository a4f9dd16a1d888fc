/** The words that `spikeloom list` takes, each with its other number. */
export const listedKinds = {
  neurons: "neuron",
  synapses: "synapse",
  plasticity: "plasticities",
  connectors: "connector",
  integrators: "integrator",
  backends: "backend",
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
