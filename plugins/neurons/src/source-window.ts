/** Parameters for the active time of a spike source. */
export const windowParameters = {
  start: { default: "0 ms", about: "time of the first possible spike" },
  duration: { default: "1e10 ms", about: "duration for which spikes are emitted", min: "0 ms" },
} as const;

/** The same times as expressions of those parameters. */
export const activeWindow: { readonly start: string; readonly stop: string } = {
  start: "start",
  stop: "start + duration",
};
