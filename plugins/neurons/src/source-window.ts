/** When a spike source is active. */
export const windowParameters = {
  start: { default: "0 ms", about: "time of the first possible spike" },
  duration: { default: "1e10 ms", about: "length of time for which spikes are sent", min: "0 ms" },
} as const;

/** The same as expressions of those parameters. */
export const activeWindow: { readonly start: string; readonly stop: string } = {
  start: "start",
  stop: "start + duration",
};
