import type { TableEntry } from "./table.ts";
import { generality, intersects, joined, type KeySet } from "./ternary.ts";

/** An entry, and the entries of the original table that it replaces. */
interface Merged extends TableEntry {
  readonly generality: number;
  readonly replaces: readonly KeySet[];
}

/**
 * Merge entries with the same route into wider ones below narrower ones.
 *
 * Ordered Covering, Mundy, Heathcote & Garside 2016, doi:10.1109/HPSR.2016.7525659: the best merge is applied until none is left. A
 * merge leaves out entries that would move below an entry with a common key, and those that make it cover keys further down.
 */
export function orderedCovering(
  entries: readonly TableEntry[],
  /** Keys that must match no entry. */
  unmatched: readonly KeySet[] = [],
): readonly TableEntry[] {
  let table: readonly Merged[] = entries
    .map((one) => ({ ...one, generality: generality(one), replaces: [one] }))
    .sort((a, b) => a.generality - b.generality);
  for (;;) {
    const best = bestMerge(table, unmatched);
    if (best === undefined) break;
    table = applied(table, best);
  }
  return table.map(({ key, mask, route, arrival }) => ({ key, mask, route, arrival }));
}

/** Places of entries in the table that become one. */
type Merge = readonly number[];

function bestMerge(table: readonly Merged[], unmatched: readonly KeySet[]): Merge | undefined {
  const groups = [...Map.groupBy(table.keys(), (at) => table[at]?.route).values()];
  // The largest first, as no merge of a smaller group can be better than what is found.
  groups.sort((a, b) => b.length - a.length);
  let best: Merge | undefined;
  for (const group of groups) {
    if (group.length < 2 || group.length <= (best?.length ?? 1)) break;
    const found = refined(table, group, { unmatched, least: best?.length ?? 1 });
    if (found.length > (best?.length ?? 1)) best = found;
  }
  return best;
}

interface Refinement {
  readonly unmatched: readonly KeySet[];
  /** Merges of this many entries or fewer are of no use. */
  readonly least: number;
}

/** Leave out entries until a merge changes no route; may become empty. */
function refined(table: readonly Merged[], group: Merge, { unmatched, least }: Refinement): Merge {
  let merge = group;
  for (;;) {
    if (merge.length <= Math.max(least, 1)) return [];
    const whole = unionOf(table, merge);
    const place = insertion(table, generality(whole));
    // Entries that would move below one with which they have a key in common must stay.
    const staying = merge.filter((at) => isFreeBetween(table, at, place));
    if (staying.length < merge.length) {
      merge = staying;
      continue;
    }
    const covered = coveredKeys(table, { whole, place, merge, unmatched });
    if (covered.length === 0) return merge;
    merge = uncovered(table, merge, { whole, covered });
  }
}

function unionOf(table: readonly Merged[], merge: Merge): KeySet {
  const [first = 0, ...others] = merge;
  let whole: KeySet = table[first] as Merged;
  for (const at of others) whole = joined(whole, table[at] as Merged);
  return whole;
}

/** Place after all entries that are at most as general. */
function insertion(table: readonly Merged[], bits: number): number {
  let [low, high] = [0, table.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((table[middle] as Merged).generality <= bits) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isFreeBetween(table: readonly Merged[], at: number, place: number): boolean {
  const one = table[at] as Merged;
  for (let k = at + 1; k < place; k++) {
    const other = table[k] as Merged;
    if (other.route !== one.route && intersects(one, other)) return false;
  }
  return true;
}

interface Insertion {
  readonly whole: KeySet;
  readonly place: number;
  readonly merge: Merge;
  readonly unmatched: readonly KeySet[];
}

/** List the original keys of entries further down that a merge would cover. */
function coveredKeys(
  table: readonly Merged[],
  { whole, place, merge, unmatched }: Insertion,
): readonly KeySet[] {
  const inMerge = new Set(merge);
  const covered = unmatched.filter((one) => intersects(whole, one));
  for (let k = place; k < table.length; k++) {
    const below = table[k] as Merged;
    if (inMerge.has(k) || !intersects(whole, below)) continue;
    for (const one of below.replaces) if (intersects(whole, one)) covered.push(one);
  }
  return covered;
}

/**
 * Leave out the fewest entries so that the merge does not cover a set of keys.
 *
 * A bit that differs within the merge is fixed to the value that the keys do not have.
 */
function uncovered(
  table: readonly Merged[],
  merge: Merge,
  { whole, covered }: { readonly whole: KeySet; readonly covered: readonly KeySet[] },
): Merge {
  let best: Merge = [];
  // The keys with the fewest ways out come first: the others are checked again afterwards.
  const free = ~whole.mask >>> 0;
  const ways = (one: KeySet): number => 32 - generality({ key: 0, mask: (free & one.mask) >>> 0 });
  const hardest = covered.toSorted((a, b) => ways(a) - ways(b))[0] as KeySet;
  for (let bit = 0; bit < 32; bit++) {
    const value = (1 << bit) >>> 0;
    if ((free & hardest.mask & value) === 0) continue;
    const left = merge.filter((at) => {
      const { key, mask } = table[at] as Merged;
      return (mask & value) !== 0 && ((key ^ hardest.key) & value) !== 0;
    });
    if (left.length > best.length) best = left;
  }
  return best;
}

function applied(table: readonly Merged[], merge: Merge): readonly Merged[] {
  const whole = unionOf(table, merge);
  const bits = generality(whole);
  const place = insertion(table, bits);
  const inMerge = new Set(merge);
  const own = merge.map((at) => table[at] as Merged);
  const { route = 0, arrival = -1 } = own[0] ?? {};
  const one: Merged = {
    ...whole,
    route,
    arrival: own.every((other) => other.arrival === arrival) ? arrival : -1,
    generality: bits,
    replaces: own.flatMap(({ replaces }) => replaces),
  };
  const without = (from: number, until: number): readonly Merged[] =>
    table.slice(from, until).filter((_, k) => !inMerge.has(from + k));
  return [...without(0, place), one, ...without(place, table.length)];
}
