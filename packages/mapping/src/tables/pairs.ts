import type { TableEntry } from "./table.ts";
import { intersects, joined, type KeySet } from "./ternary.ts";

/**
 * Merge pairs of entries with the same route, the rarest routes first.
 *
 * Two entries become one if it holds no key of an entry further down, as the pair compressor of PACMAN does
 * (doi:10.3389/fnins.2019.00231). Entries of the most frequent route stand last, where nothing is in their way.
 */
export function mergePairs(
  entries: readonly TableEntry[],
  /** Keys that must match no entry. */
  unmatched: readonly KeySet[] = [],
): readonly TableEntry[] {
  const groups = [...Map.groupBy(entries, ({ route }) => route).values()];
  groups.sort((a, b) => a.length - b.length || (a[0]?.key ?? 0) - (b[0]?.key ?? 0));
  const merged: TableEntry[] = [];
  let below = entries.length;
  // Entries that follow, in the order in which their groups are taken, and the keys that nothing may match.
  const rest: KeySet[] = [...groups.toReversed().flat(), ...unmatched];
  const taken = rest.length - unmatched.length;
  for (const group of groups) {
    below -= group.length;
    const isFree = (one: KeySet): boolean => {
      for (let k = 0; k < below; k++) if (intersects(one, rest[k] as KeySet)) return false;
      for (let k = taken; k < rest.length; k++)
        if (intersects(one, rest[k] as KeySet)) return false;
      return true;
    };
    merged.push(...mergeGroup(group, isFree));
  }
  return merged;
}

function mergeGroup(
  group: readonly TableEntry[],
  isFree: (one: KeySet) => boolean,
): readonly TableEntry[] {
  const found: TableEntry[] = [];
  for (const entry of group) {
    let one = entry;
    for (let k = 0; k < found.length; ) {
      const other = found[k] as TableEntry;
      const both = joined(one, other);
      if (!isFree(both)) {
        k++;
        continue;
      }
      const arrival = one.arrival === other.arrival ? one.arrival : -1;
      one = { ...both, route: one.route, arrival };
      // The wider entry may merge with one that the narrower could not.
      found.splice(k, 1);
      k = 0;
    }
    found.push(one);
  }
  return found;
}
