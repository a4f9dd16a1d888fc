import { opposite } from "../placement/machine.ts";
import type { Route, TableEntry } from "./table.ts";

/** Entries that a table needs, and those that the router's default replaces. */
export interface DefaultedEntries {
  readonly kept: readonly TableEntry[];
  /** Their keys must match no entry of the table. */
  readonly removed: readonly TableEntry[];
}

/**
 * Remove the entries of packets that only pass straight through a router.
 *
 * A SpiNNaker router sends a packet without an entry out through the link opposite to the one of its arrival
 * (doi:10.1109/JPROC.2014.2304638).
 */
export function withoutDefaults(
  entries: readonly TableEntry[],
  routes: readonly Route[],
): DefaultedEntries {
  const isDefault = ({ arrival, route }: TableEntry): boolean => {
    const { links = 0, cores = [] } = routes[route] ?? {};
    return arrival >= 0 && cores.length === 0 && links === 1 << opposite(arrival);
  };
  return {
    kept: entries.filter((one) => !isDefault(one)),
    removed: entries.filter(isDefault),
  };
}
