/** Repeated here so that help need not load the resource models; a test compares both. */
export const chipNames = ["loihi-1", "loihi-2", "truenorth", "spinnaker-1", "spinnaker-2"] as const;

export type ChipName = (typeof chipNames)[number];
