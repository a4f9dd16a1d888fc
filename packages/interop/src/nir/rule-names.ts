/** Libraries whose interpretation of NIR is supported, by name. */
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

/** Name of a profile. */
export type NirProfileName = (typeof nirProfileNames)[number];

/** Generated `about` of a graph's network. */
export function aboutOf(profile: NirProfileName): string {
  return `A graph of the Neural Intermediate Representation, profile ${profile}.`;
}

/** Kinds of reset after a spike. */
export const nirResets = [
  "value",
  "zero",
  "subtract",
  "zero-later",
  "subtract-later",
  "subtract-before",
] as const;

/** Reset after a spike: immediately, or in the next step, before or after decay. */
export type NirReset = (typeof nirResets)[number];

/** Libraries that can reproduce our steps. */
export const steppedProfiles = ["snntorch", "spikingjelly"] as const;

/** Name of such a library. */
export type SteppedProfile = (typeof steppedProfiles)[number];
