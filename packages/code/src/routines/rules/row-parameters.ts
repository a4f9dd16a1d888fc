/** Integers that the routine of a row is passed, in order. */
export const rowIntegers = [
  "first synapse",
  "end synapse",
  "source neuron",
  "dendritic steps",
  /** Synapse time of the spike, and of the last one of the source. */
  "spike time",
  "source last",
  /** The first step of target spikes whose traces are not read, and of those that come later. */
  "until trace",
  "until spike",
  /** The first step of target spikes that are not applied yet. */
  "first waiting",
] as const;

/** The parameter for what a source's last spike left of a variable. */
export const lastOf = (name: string): string => `${name} last`;
