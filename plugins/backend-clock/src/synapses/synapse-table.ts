import type { Pieces } from "@spikeloom/program";
import type { Arena } from "../arena.ts";
import {
  packedBits,
  type SynapseLayout,
  type SynapseTable,
  weightBytes,
} from "../delivery/delivery-table.ts";
import { drawsIn } from "../rules/draws-in.ts";
import { type KeptArrays, keptArrays, moreOf, roomFor } from "./kept-arrays.ts";
import type { BlockCounts, SynapseCounts } from "./synapse-counts.ts";
import type { OwnGroup, SynapseGroup } from "./synapse-groups.ts";
import { eachRow, type SynapseRow } from "./synapse-rows.ts";

/** What is decided for a group over all its shards, so that sums do not depend on their number. */
export interface GroupRule {
  readonly kind: SynapseLayout["kind"];
  /** The weight of one unit of a packed weight. */
  readonly scale: number;
}

/** What tables are laid out with. */
export interface TableOptions {
  readonly arena: Arena;
  readonly precision: "f64" | "f32";
  readonly weight: "f64" | "f32" | "packed";
  /** Steps added to each delay. */
  readonly shift: number;
  /** Steps that a ring of sums reaches at least. */
  readonly reach: number;
  /** Byte address of the first accumulator of the shard. */
  readonly accumulators: number;
}

/** Tables of one group of synapses, with their addresses; `fill` draws the synapses into them. */
export interface LaidGroup {
  readonly group: SynapseGroup;
  readonly tables: readonly SynapseTable[];
  /** Where what a ruled group keeps for each synapse lies. */
  readonly kept: KeptArrays | undefined;
  fill(buffer: ArrayBufferLike): Pieces<void>;
}

/** Lay out the tables of a group: one for each block of targets. */
export function layGroup(
  { own, delays, blocks }: SynapseCounts,
  rule: GroupRule,
  options: TableOptions,
): LaidGroup {
  const laid = blocks.map((counts, block) => {
    const { format, base } = own;
    const first = base + block * format.reach;
    return layBlock({ own, delays, counts, rule, first }, options);
  });
  return {
    group: own.group,
    tables: laid.map(({ table }) => table),
    kept: laid[0]?.kept,
    *fill(buffer) {
      const writers = laid.map(({ writer }) => writer(buffer));
      const mask = own.format.reach;
      for (const { projection, part, first, drawn } of own.projections) {
        const weights = own.group.weight === undefined;
        const { ruled } = own.group;
        const more = ruled && moreOf(ruled);
        const numbered = ruled && drawsIn(ruled.program);
        const request = { part, weights, more, numbered, take: drawn.take };
        yield* eachRow(projection, request, (row) => writeRow(writers, row, { first, mask }));
      }
    },
  };
}

interface Block {
  readonly own: OwnGroup;
  readonly delays: Uint32Array;
  readonly counts: BlockCounts;
  readonly rule: GroupRule;
  /** The accumulator with index 0. */
  readonly first: number;
}

interface LaidBlock {
  readonly table: SynapseTable;
  readonly kept: KeptArrays | undefined;
  writer(buffer: ArrayBufferLike): Writer;
}

function layBlock(block: Block, options: TableOptions): LaidBlock {
  const { own, delays, counts, rule, first } = block;
  const { arena, precision, shift, reach } = options;
  const { group } = own;
  const isRing = rule.kind === "ring";
  const columns = isRing ? 1 : delays.length;
  const offsets = offsetsOf(counts, { delays, sources: group.sources, isRing });
  const drawn = offsets[offsets.length - 1] ?? 0;
  const count = roomFor(own, drawn);
  const ownWeight = group.ruled === undefined ? options.weight : precision;
  const weight = group.weight === undefined ? ownWeight : "constant";
  const index = weight === "packed" ? 4 : own.format.bytes;
  const bytes = precision === "f64" ? 8 : 4;
  const longest = (delays.at(-1) ?? 0) + shift;
  const delayBytes = isRing ? (longest < 256 ? 1 : 2) : 0;
  const { ruled } = group;
  const ends = ruled?.program.structure === undefined ? "fixed" : undefined;
  const address = {
    delays: arena.allocate(delays.length * 4, "fixed"),
    offsets: arena.allocate(offsets.byteLength, ends),
    targets: arena.allocate(count * index, ends),
    weights: arena.allocate(count * weightBytes[weight], ruled === undefined ? "fixed" : undefined),
    own: arena.allocate(count * delayBytes, ends),
  };
  const kept = ruled && keptArrays(ruled, { arena, count, bytes, ends });
  const shifted = Int32Array.from(delays, (delay) => delay + shift);
  const base = options.accumulators + first * bytes;
  const layout: SynapseLayout = {
    ...{ kind: rule.kind, index, weight, base, scale: rule.scale },
    ...(isRing && { ring: layRing(block, { arena, bytes, longest, reach, delayBytes }) }),
  };
  const table: SynapseTable = {
    source: group.source,
    sources: group.sources,
    delays: shifted,
    count,
    weight: group.weight,
    layout,
    address,
  };
  const columnOf = new Uint16Array((delays.at(-1) ?? 0) + 1);
  if (!isRing) {
    delays.forEach((delay, column) => {
      columnOf[delay] = column;
    });
  }
  return {
    table,
    kept,
    writer(buffer) {
      new Int32Array(buffer, address.delays, shifted.length).set(shifted);
      new Uint32Array(buffer, address.offsets, offsets.length).set(offsets);
      return {
        next: offsets,
        columns,
        columnOf,
        shift,
        first: first - own.base,
        scale: rule.scale,
        weight,
        targets:
          index === 2
            ? new Uint16Array(buffer, address.targets, count)
            : new Uint32Array(buffer, address.targets, count),
        weights: weightsAt(buffer, address.weights, { weight, count }),
        more: [...(kept?.variables.values() ?? [])].map((at) =>
          precision === "f64"
            ? new Float64Array(buffer, at, count)
            : new Float32Array(buffer, at, count),
        ),
        numbers:
          kept?.numbers === undefined ? undefined : new Uint32Array(buffer, kept.numbers, count),
        own: ownDelays(buffer, address.own, { count, bytes: delayBytes }),
      };
    },
  };
}

function weightsAt(
  buffer: ArrayBufferLike,
  address: number,
  { weight, count }: { readonly weight: SynapseLayout["weight"]; readonly count: number },
): Float64Array | Float32Array | undefined {
  if (weight === "f64") return new Float64Array(buffer, address, count);
  return weight === "f32" ? new Float32Array(buffer, address, count) : undefined;
}

function ownDelays(
  buffer: ArrayBufferLike,
  address: number,
  { count, bytes }: { readonly count: number; readonly bytes: number },
): Uint8Array | Uint16Array | undefined {
  if (bytes === 0) return undefined;
  return bytes === 1
    ? new Uint8Array(buffer, address, count)
    : new Uint16Array(buffer, address, count);
}

function layRing(
  { own, first }: Block,
  options: {
    readonly arena: Arena;
    readonly bytes: number;
    readonly longest: number;
    readonly reach: number;
    readonly delayBytes: number;
  },
): NonNullable<SynapseLayout["ring"]> {
  const { arena, bytes, longest, reach, delayBytes } = options;
  let length = 1;
  while (length < Math.max(longest + 1, reach)) length *= 2;
  const end = own.projections.reduce((most, one) => Math.max(most, one.first + one.part.size), 0);
  const rest = end - (first - own.base);
  const targets = Math.max(0, Math.min(rest, own.format.reach));
  const width = Math.ceil(targets / 16) * 16;
  const address = arena.allocate(length * width * bytes);
  return { address, length, width, delayBytes: delayBytes === 2 ? 2 : 1 };
}

/** Where each row or segment starts, and where the last one ends. */
function offsetsOf(
  { counts, width, least }: BlockCounts,
  { delays, sources, isRing }: { delays: Uint32Array; sources: number; isRing: boolean },
): Uint32Array {
  const columns = isRing ? 1 : delays.length;
  const offsets = new Uint32Array(sources * columns + 1);
  let sum = 0;
  for (let source = 0; source < sources; source++) {
    for (let column = 0; column < delays.length; column++) {
      if (!isRing || column === 0) offsets[source * columns + column] = sum;
      sum += counts[source * width + (delays[column] as number) - least] as number;
    }
  }
  offsets[sources * columns] = sum;
  return offsets;
}

/** Puts synapses into one table. */
interface Writer {
  /** Where the next synapse of each segment goes. */
  readonly next: Uint32Array;
  readonly columns: number;
  readonly columnOf: Uint16Array;
  readonly shift: number;
  /** The index of the block's first target within the group. */
  readonly first: number;
  readonly scale: number;
  readonly weight: SynapseLayout["weight"];
  readonly targets: Uint16Array | Uint32Array;
  readonly weights: Float64Array | Float32Array | undefined;
  readonly own: Uint8Array | Uint16Array | undefined;
  readonly more: readonly (Float64Array | Float32Array)[];
  readonly numbers: Uint32Array | undefined;
}

/** Synapses on their way into a table; a number stands for as many equal ones. */
interface Synapses {
  readonly length: number;
  readonly sources: number | Uint32Array;
  /** Indices of targets, from the group's first. */
  readonly targets: number | Uint32Array;
  readonly delays: number | Int32Array;
  readonly weights: number | Float64Array | undefined;
  readonly more: readonly (number | Float64Array)[];
  readonly numbers: Uint32Array | undefined;
}

function writeRow(
  writers: readonly Writer[],
  row: SynapseRow,
  { first, mask }: { readonly first: number; readonly mask: number },
): void {
  const { partners, delays, weights, more, numbers } = row;
  const { length } = partners;
  if (row.by === "target") {
    const targets = first + row.own;
    const writer = writers.length === 1 ? 0 : Math.floor(targets / mask);
    const synapses = { length, sources: partners, targets, delays, weights, more, numbers };
    write(writers[writer] as Writer, synapses);
    return;
  }
  for (let k = 0; k < length; k++) partners[k] = (partners[k] as number) + first;
  const synapses = {
    ...{ length, sources: row.own, targets: partners, delays, weights, more, numbers },
  };
  if (writers.length === 1) write(writers[0] as Writer, synapses);
  else {
    writers.forEach((writer, block) => {
      write(writer, withinBlock(synapses, block, mask));
    });
  }
}

/** The synapses of one source that lie in one block. */
function withinBlock(synapses: Synapses, block: number, mask: number): Synapses {
  const { length, targets, delays, weights } = synapses;
  const kept: number[] = [];
  for (let k = 0; k < length; k++) {
    if (Math.floor(((targets as Uint32Array)[k] as number) / mask) === block) kept.push(k);
  }
  return {
    ...synapses,
    length: kept.length,
    targets: Uint32Array.from(kept, (k) => (targets as Uint32Array)[k] as number),
    delays: typeof delays === "number" ? delays : Int32Array.from(kept, (k) => delays[k] as number),
    weights:
      typeof weights === "object" ? Float64Array.from(kept, (k) => weights[k] as number) : weights,
  };
}

let places = new Uint32Array(1024);

function write(writer: Writer, synapses: Synapses): void {
  const { length, delays, weights, targets } = synapses;
  if (places.length < length) places = new Uint32Array(2 * length);
  takePlaces(writer, synapses, places);
  const { own } = writer;
  if (own !== undefined) {
    for (let k = 0; k < length; k++) {
      const delay = typeof delays === "number" ? delays : (delays[k] as number);
      own[places[k] as number] = delay + writer.shift;
    }
  }
  if (writer.weight === "packed") writePacked(writer, synapses, places);
  else writeTargets(writer, targets, length);
  if (writer.weights !== undefined && weights !== undefined) {
    writeNumbers(writer.weights, weights, length);
  }
  for (let k = 0; k < writer.more.length; k++) {
    const into = writer.more[k] as Float64Array | Float32Array;
    writeNumbers(into, synapses.more[k] ?? 0, length);
  }
  if (writer.numbers !== undefined && synapses.numbers !== undefined) {
    for (let k = 0; k < length; k++) {
      writer.numbers[places[k] as number] = synapses.numbers[k] as number;
    }
  }
}

/** Find the place of each synapse: the next one of its segment. */
function takePlaces(
  { next, columns, columnOf }: Writer,
  synapses: Synapses,
  out: Uint32Array,
): void {
  const { length, sources, delays } = synapses;
  const fixedRow = typeof sources === "number" ? sources * columns : 0;
  const fixedColumn = typeof delays === "number" ? (columnOf[delays] as number) : 0;
  for (let k = 0; k < length; k++) {
    const row = typeof sources === "number" ? fixedRow : (sources[k] as number) * columns;
    const column =
      typeof delays === "number" ? fixedColumn : (columnOf[delays[k] as number] as number);
    const at = next[row + column] as number;
    next[row + column] = at + 1;
    out[k] = at;
  }
}

function writeTargets(
  { targets: into, first }: Writer,
  targets: number | Uint32Array,
  length: number,
): void {
  const at = places;
  if (typeof targets === "number") {
    const index = targets - first;
    for (let k = 0; k < length; k++) into[at[k] as number] = index;
    return;
  }
  for (let k = 0; k < length; k++) into[at[k] as number] = (targets[k] as number) - first;
}

function writeNumbers(
  into: Float64Array | Float32Array,
  values: number | Float64Array,
  length: number,
): void {
  const at = places;
  if (typeof values === "number") {
    for (let k = 0; k < length; k++) into[at[k] as number] = values;
    return;
  }
  for (let k = 0; k < length; k++) into[at[k] as number] = values[k] as number;
}

const weightMask = 2 ** packedBits - 1;

function writePacked(writer: Writer, synapses: Synapses, at: Uint32Array): void {
  const { targets: into, scale, first } = writer;
  const { targets, length } = synapses;
  const weights = synapses.weights as Float64Array;
  const perUnit = 1 / scale;
  for (let k = 0; k < length; k++) {
    const index = (typeof targets === "number" ? targets : (targets[k] as number)) - first;
    const units = Math.round((weights[k] as number) * perUnit);
    into[at[k] as number] = (index << packedBits) | (units & weightMask);
  }
}
