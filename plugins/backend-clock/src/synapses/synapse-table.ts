import type { Pieces } from "@spikeloom/program";
import type { Arena } from "../arena.ts";
import { type SynapseLayout, type SynapseTable, weightBytes } from "../delivery/delivery-table.ts";
import { slotView } from "../populations.ts";
import { powerAbove } from "../power-above.ts";
import { drawsIn } from "../rules/draws-in.ts";
import { type KeptArrays, keptArrays, moreOf, roomFor } from "./kept-arrays.ts";
import type { BlockCounts, SynapseCounts } from "./synapse-counts.ts";
import type { OwnGroup, SynapseGroup } from "./synapse-groups.ts";
import { eachRow } from "./synapse-rows.ts";
import { type SynapseWriter, writeRow } from "./synapse-writer.ts";

/** What is decided for a group over all its shards, so that sums do not depend on their number. */
export interface GroupDelivery {
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
  delivery: GroupDelivery,
  options: TableOptions,
): LaidGroup {
  const laid = blocks.map((counts, block) => {
    const { format, base } = own;
    const first = base + block * format.reach;
    return layBlock({ own, delays, counts, delivery, first }, options);
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
  readonly delivery: GroupDelivery;
  /** The accumulator with index 0. */
  readonly first: number;
}

interface LaidBlock {
  readonly table: SynapseTable;
  readonly kept: KeptArrays | undefined;
  writer(buffer: ArrayBufferLike): SynapseWriter;
}

function layBlock(block: Block, options: TableOptions): LaidBlock {
  const { own, delays, counts, delivery, first } = block;
  const { arena, precision, shift, reach } = options;
  const { group } = own;
  const isRing = delivery.kind === "ring";
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
    kind: delivery.kind,
    index,
    weight,
    base,
    scale: delivery.scale,
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
        scale: delivery.scale,
        weight,
        targets:
          index === 2
            ? new Uint16Array(buffer, address.targets, count)
            : new Uint32Array(buffer, address.targets, count),
        weights: weightsAt(buffer, address.weights, { weight, count }),
        more: [...(kept?.variables.values() ?? [])].map((address) =>
          slotView(buffer, { address, size: count, precision }),
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
  if (weight !== "f64" && weight !== "f32") return undefined;
  return slotView(buffer, { address, size: count, precision: weight });
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
  const length = powerAbove(Math.max(longest + 1, reach));
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
