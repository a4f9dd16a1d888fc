/** Libraries whose reading of NIR can be taken, by name. */
export const nirProfileNames = [
  "exact",
  "snntorch",
  "norse",
  "spikingjelly",
  "sinabs",
  "rockpool",
  "lava",
  "nengo",
  "spyx",
] as const;

/** The name of a profile. */
export type NirProfileName = (typeof nirProfileNames)[number];

/** What the network of a graph says of itself. */
export function aboutOf(profile: NirProfileName): string {
  return `A graph of the Neural Intermediate Representation, profile ${profile}.`;
}

/** What neurons can do when they have spiked. */
export const nirResets = [
  "value",
  "zero",
  "subtract",
  "zero-later",
  "subtract-later",
  "subtract-before",
] as const;

/**
 * What a neuron does when it has spiked, at once or in the step after it.
 *
 * There it does so after the potential has decayed, or before.
 */
export type NirReset = (typeof nirResets)[number];

/** Libraries whose neurons can be given the steps of ours. */
export const steppedProfiles = ["snntorch", "spikingjelly"] as const;

/** The name of such a library. */
export type SteppedProfile = (typeof steppedProfiles)[number];
