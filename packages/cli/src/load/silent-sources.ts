import type { NetworkRecord } from "@spikeloom/kernel";

/** Name the sources without other input, if none of them ever spikes. */
export function silentSources({ populations, stimuli = [] }: NetworkRecord): readonly string[] {
  const sources = Object.entries(populations).filter(([, { model }]) => model === "spike-array");
  const isSilent = sources.every(([, { times }]) => times === undefined || isEmpty(times));
  return stimuli.length === 0 && isSilent ? sources.map(([name]) => name) : [];
}

function isEmpty(times: unknown): boolean {
  return Array.isArray(times) && times.every((one) => Array.isArray(one) && one.length === 0);
}
