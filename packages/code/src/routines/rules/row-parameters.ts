/** Integer parameters of the routine of a row, in order. */
export const rowIntegers = [
  "first synapse",
  "end synapse",
  "source neuron",
  "dendritic steps",
  /** Synapse time of the spike, and of the source's last one. */
  "spike time",
  "source last",
  /** The first step of target spikes whose traces are not read, and of those that arrive later. */
  "until trace",
  "until spike",
  /** The first step of target spikes not yet applied. */
  "first waiting",
] as const;

/** The parameter for the value of a variable after a source's last spike. */
export const lastOf = (name: string): string => `${name} last`;
