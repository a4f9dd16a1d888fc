import type { NetworkRecord } from "@spikeloom/kernel";

/** The format that a file names at its root. */
export const formatName = "spikeloom-result";
export const formatVersion = 1;

/** The group names of one recorder. */
export interface RecorderNames {
  /** Group of its spikes, and of its samples. */
  readonly spikes: string;
  readonly state: string;
}

/**
 * Name the groups of each recorder: its population, with `#2` from the second recorder on.
 *
 * Names of populations start with a letter and have no `#` and no `/`, so they are links of HDF5 as they stand.
 */
export function recorderNames(network: Pick<NetworkRecord, "record">): readonly RecorderNames[] {
  const seen = new Map<string, number>();
  return (network.record ?? []).map(({ population }) => {
    const count = (seen.get(population) ?? 0) + 1;
    seen.set(population, count);
    const name = count === 1 ? population : `${population}#${count}`;
    return { spikes: `spikes/${name}`, state: `state/${name}` };
  });
}
