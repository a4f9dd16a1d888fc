import type { Pieces } from "@spikeloom/program";
import { allocate } from "../allocate.ts";
import type { OwnGroup } from "./synapse-groups.ts";
import { eachRow, type SynapseRow } from "./synapse-rows.ts";

/** Number of a shard's synapses in a group, by block of targets, source and delay. */
export interface SynapseCounts {
  readonly own: OwnGroup;
  readonly total: number;
  /** Distinct delays in steps, ascending. */
  readonly delays: Uint32Array;
  /** The largest magnitude of a weight; 0 if none was requested. */
  readonly largest: number;
  readonly blocks: readonly BlockCounts[];
}

/** Counts of one block: row by row, a number for each of `width` delays from the minimum on. */
export interface BlockCounts {
  counts: Uint32Array;
  width: number;
  readonly least: number;
}

/** Count the synapses of a group by drawing them; only the counts are stored. */
export function* countSynapses(
  own: OwnGroup,
  { weights }: { weights: boolean },
): Pieces<SynapseCounts> {
  const { group, format } = own;
  const range = delayRange(own);
  const blocks = Array.from({ length: format.blocks }, () => emptyCounts(group.sources, range));
  const mask = format.reach;
  let total = 0;
  let largest = 0;
  for (const { projection, part, first, drawn } of own.projections) {
    const { extent } = projection.weight;
    if (weights && extent) largest = Math.max(largest, Math.abs(extent[0]), Math.abs(extent[1]));
    const asked = weights && extent === undefined;
    const { keep } = drawn;
    yield* eachRow(projection, { part, weights: asked, keep }, (row) => {
      total += row.partners.length;
      if (asked) largest = Math.max(largest, largestOf(row));
      if (format.blocks === 1) countRow(blocks[0] as BlockCounts, row, group.sources);
      else if (row.by === "target") {
        const block = Math.floor((first + row.own) / mask);
        countRow(blocks[block] as BlockCounts, row, group.sources);
      } else countAcross(blocks, row, { first, mask, sources: group.sources });
    });
  }
  const found = delaysOf(blocks);
  // If synapses may be added, there is room for them from the start.
  const grows = group.ruled?.program.structure?.add !== undefined;
  const delays = grows && found.length === 0 ? Uint32Array.of(range.least) : found;
  return { own, total, delays, largest, blocks };
}

/** Initial number of delays, if they differ. */
const someDelays = 64;

interface DelayRange {
  readonly least: number;
  readonly width: number;
}

/** The minimum delay known before any is drawn, and the initial number of delays. */
function delayRange({ projections }: OwnGroup): DelayRange {
  const delays = projections.map(({ projection: { gridDelay } }) => gridDelay);
  const leasts = delays.map(({ constant, extent }) => constant ?? extent?.[0] ?? 0);
  const least = Math.min(...leasts);
  const longest = delays.map(({ constant }) => constant ?? least + someDelays - 1);
  return { least, width: Math.max(...longest) - least + 1 };
}

function emptyCounts(sources: number, { least, width }: DelayRange): BlockCounts {
  const length = sources * width;
  return { counts: allocate(4 * length, () => new Uint32Array(length)), width, least };
}

function widen(block: BlockCounts, { sources, to }: { sources: number; to: number }): void {
  const { width, counts } = block;
  let wider = width;
  while (wider < to) wider *= 2;
  const larger = allocate(4 * sources * wider, () => new Uint32Array(sources * wider));
  for (let source = 0; source < sources; source++) {
    const row = source * width;
    larger.set(counts.subarray(row, row + width), source * wider);
  }
  block.counts = larger;
  block.width = wider;
}

function countRow(block: BlockCounts, row: SynapseRow, sources: number): void {
  const { partners, delays } = row;
  const { length } = partners;
  const longest = typeof delays === "number" ? delays : mostOf(delays, length);
  const { least } = block;
  if (longest - least >= block.width) widen(block, { sources, to: longest - least + 1 });
  const { counts, width } = block;
  if (typeof delays === "number") {
    const column = delays - least;
    if (row.by === "source") {
      add(counts, row.own * width + column, length);
      return;
    }
    for (let k = 0; k < length; k++) {
      const at = (partners[k] as number) * width + column;
      counts[at] = (counts[at] as number) + 1;
    }
    return;
  }
  if (row.by === "source") {
    const start = row.own * width - least;
    for (let k = 0; k < length; k++) add(counts, start + (delays[k] as number), 1);
    return;
  }
  for (let k = 0; k < length; k++) {
    const at = (partners[k] as number) * width + (delays[k] as number) - least;
    counts[at] = (counts[at] as number) + 1;
  }
}

/** The synapses of a source whose targets are in several blocks. */
function countAcross(
  blocks: readonly BlockCounts[],
  row: SynapseRow,
  { first, mask, sources }: { readonly first: number; readonly mask: number; sources: number },
): void {
  const { partners, delays, own } = row;
  for (let k = 0; k < partners.length; k++) {
    const block = blocks[Math.floor((first + (partners[k] as number)) / mask)] as BlockCounts;
    const delay = typeof delays === "number" ? delays : (delays[k] as number);
    const column = delay - block.least;
    if (column >= block.width) widen(block, { sources, to: column + 1 });
    add(block.counts, own * block.width + column, 1);
  }
}

function add(counts: Uint32Array, at: number, more: number): void {
  counts[at] = (counts[at] as number) + more;
}

function mostOf(delays: Int32Array, length: number): number {
  let most = 0;
  for (let k = 0; k < length; k++) if ((delays[k] as number) > most) most = delays[k] as number;
  return most;
}

function largestOf({ weights, partners }: SynapseRow): number {
  if (typeof weights !== "object") return Math.abs(weights ?? 0);
  let most = 0;
  for (let k = 0; k < partners.length; k++) {
    const size = Math.abs(weights[k] as number);
    if (size > most) most = size;
  }
  return most;
}

function delaysOf(blocks: readonly BlockCounts[]): Uint32Array {
  const seen = new Set<number>();
  for (const { counts, width, least } of blocks) {
    const sums = new Uint8Array(width);
    for (let at = 0; at < counts.length; at++) if (counts[at] !== 0) sums[at % width] = 1;
    sums.forEach((has, column) => {
      if (has === 1) seen.add(least + column);
    });
  }
  return Uint32Array.from(seen).sort();
}
