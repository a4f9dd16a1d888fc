/** Information lost between netx files and networks, in either direction, by code. */
export const netxLosses = {
  input: "Spikes of the input, which the file does not contain.",
  name: "Names of populations and projections.",
  recorder: "Recorders.",
  setting: "Run settings, which the file cannot store.",
  sigma: "The output layer, which sends its sum in each step; record its variable sigma instead.",
} as const;
