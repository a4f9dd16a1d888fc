import type { NetworkRecord } from "@spikeloom/kernel";

/** The format that a file names at its root. */
export const formatName = "spikeloom-result";
export const formatVersion = 1;

/**
 * Name the group of each recorder below `spikes` and `state`: its population, with `#2` from the second on.
 *
 * Names of populations start with a letter and have no `#` and no `/`, so they are links of HDF5 as they stand.
 */
export function recorderNames(network: Pick<NetworkRecord, "record">): readonly string[] {
  const seen = new Map<string, number>();
  return (network.record ?? []).map(({ population }) => {
    const count = (seen.get(population) ?? 0) + 1;
    seen.set(population, count);
    return count === 1 ? population : `${population}#${count}`;
  });
}

/**
 * Name the group of each recorder of synapses below `synapses`: its projection, with `#2` from the second on.
 *
 * A projection may have any name; a `/` becomes `|`, as it would part a path.
 */
export function synapseRecorderNames(
  network: Pick<NetworkRecord, "recordSynapses">,
): readonly string[] {
  const taken = new Set<string>();
  return (network.recordSynapses ?? []).map(({ projection }) => {
    const plain = projection === "." ? "|" : projection.replaceAll("/", "|");
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}#${number}`;
    taken.add(name);
    return name;
  });
}
