import {
  drawsIn,
  type FloatType,
  type RowRing,
  type RowWeights,
  type SynapseRows,
} from "@spikeloom/code";
import { type Pieces, powerAbove } from "@spikeloom/program";
import type { Arena } from "../arena.ts";
import { type PlacedArray, placed, unsignedOf, viewOf } from "../placed.ts";
import type { DeliveryKind } from "./delivery-kind.ts";
import { type KeptArrays, keptArrays, moreOf, roomFor } from "./kept-arrays.ts";
import type { BlockCounts, SynapseCounts } from "./synapse-counts.ts";
import type { OwnGroup, SynapseGroup } from "./synapse-groups.ts";
import { eachRow } from "./synapse-rows.ts";
import { type SynapseWriter, writeRow } from "./synapse-writer.ts";

/** Synapses of one source population in the memory of a shard. */
export interface SynapseTable extends SynapseRows<PlacedArray> {
  readonly source: string;
  /** Distinct delays in steps, ascending. */
  readonly steps: Int32Array;
  readonly offsets: PlacedArray<"i32">;
  readonly targets: PlacedArray<"i32" | "u16">;
  readonly weights: RowWeights<PlacedArray<FloatType>>;
  readonly sums: PlacedArray<FloatType>;
}

/** Choices for a group across all shards, so that sums do not depend on their number. */
export interface GroupDelivery {
  readonly kind: DeliveryKind;
  /** The weight of one unit of a packed weight. */
  readonly scale: number;
}

/** Inputs for laying out tables. */
export interface TableOptions {
  readonly arena: Arena;
  readonly precision: "f64" | "f32";
  readonly weight: "f64" | "f32" | "packed";
  /** Steps added to each delay. */
  readonly shift: number;
  /** Minimum number of steps covered by a ring of sums. */
  readonly reach: number;
  /** Byte address of the first accumulator of the shard. */
  readonly accumulators: number;
}

/** Tables of one group of synapses, with their addresses; `fill` draws the synapses into them. */
export interface PlacedGroup {
  readonly group: SynapseGroup;
  readonly tables: readonly SynapseTable[];
  /** Location of the data that a ruled group stores for each synapse. */
  readonly kept: KeptArrays | undefined;
  fill(buffer: ArrayBufferLike): Pieces<void>;
}

/** Lay out the tables of a group: one for each block of targets. */
export function layGroup(
  { own, delays, blocks }: SynapseCounts,
  delivery: GroupDelivery,
  options: TableOptions,
): PlacedGroup {
  const placed = blocks.map((counts, block) => {
    const { format, base } = own;
    const first = base + block * format.reach;
    return layBlock({ own, delays, counts, delivery, first }, options);
  });
  return {
    group: own.group,
    tables: placed.map(({ table }) => table),
    kept: placed[0]?.kept,
    *fill(buffer) {
      const writers = placed.map(({ writer }) => writer(buffer));
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

interface PlacedBlock {
  readonly table: SynapseTable;
  readonly kept: KeptArrays | undefined;
  writer(buffer: ArrayBufferLike): SynapseWriter;
}

function layBlock(block: Block, options: TableOptions): PlacedBlock {
  const { own, delays, counts, delivery, first } = block;
  const { arena, precision, shift } = options;
  const { group } = own;
  const isRing = delivery.kind === "ring";
  const columns = isRing ? 1 : delays.length;
  const offsets = offsetsOf(counts, { delays, sources: group.sources, isRing });
  const drawn = offsets[offsets.length - 1] ?? 0;
  const count = roomFor(own, drawn);
  const ownWeight = group.ruled === undefined ? options.weight : precision;
  const isPacked = group.weight === undefined && ownWeight === "packed";
  const isWord = isPacked || own.format.bytes === 4;
  const longest = (delays.at(-1) ?? 0) + shift;
  const { ruled } = group;
  const kind = ruled?.program.structure === undefined ? "fixed" : undefined;
  // Loops over static synapses count bytes, because arrays with different elements are read in parallel.
  const counted = ruled === undefined ? "bytes" : "elements";
  const steps = Int32Array.from(delays, (delay) => delay + shift);
  const each = { length: count, kind, counted } as const;
  const arrays = {
    delays: arena.array("delays", "i32", { length: steps.length, kind: "fixed", counted }),
    offsets: arena.array("offsets", "i32", { length: offsets.length, kind, counted }),
    targets: arena.array("targets", isWord ? "i32" : "u16", each),
  };
  const weights = ((): RowWeights<PlacedArray<FloatType>> => {
    if (group.weight !== undefined) return { kind: "constant", weight: group.weight };
    if (ownWeight === "packed") return { kind: "packed", unit: delivery.scale };
    const ofRule = ruled === undefined ? "fixed" : undefined;
    return { kind: "each", array: arena.array("weights", ownWeight, { ...each, kind: ofRule }) };
  })();
  const ownDelays = isRing ? arena.array("delays", longest < 256 ? "u8" : "u16", each) : undefined;
  const kept = ruled && keptArrays(ruled, { arena, count, precision, kind });
  const base = options.accumulators + first * (precision === "f64" ? 8 : 4);
  const ring = ownDelays && layRing(block, { options, longest, delays: ownDelays });
  const table: SynapseTable = {
    source: group.source,
    sources: group.sources,
    count,
    segments: columns,
    hasDenseRows: 2 * drawn > group.sources * columns * targetsOf(block),
    steps,
    ...arrays,
    weights,
    sums: placed("sums", precision, { address: base, counted }),
    ring,
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
      viewOf(buffer, arrays.delays).set(steps);
      unsignedOf(buffer, arrays.offsets).set(offsets);
      return {
        next: offsets,
        columns,
        columnOf,
        shift,
        first: first - own.base,
        scale: delivery.scale,
        isPacked,
        targets: unsignedOf(buffer, arrays.targets),
        weights: weights.kind === "each" ? viewOf(buffer, weights.array) : undefined,
        more: [...(kept?.variables.values() ?? [])].map((array) => viewOf(buffer, array)),
        numbers: kept?.numbers && unsignedOf(buffer, kept.numbers),
        own: ownDelays && unsignedOf(buffer, ownDelays),
      };
    },
  };
}

/** Return the number of accumulators in the reach of a block. */
function targetsOf({ own, first }: Block): number {
  const end = own.projections.reduce((most, one) => Math.max(most, one.first + one.part.size), 0);
  const rest = end - (first - own.base);
  return Math.max(0, Math.min(rest, own.format.reach));
}

function layRing(
  block: Block,
  {
    options,
    longest,
    delays,
  }: {
    readonly options: TableOptions;
    readonly longest: number;
    readonly delays: PlacedArray<"u8" | "u16">;
  },
): RowRing<PlacedArray> {
  const { arena, precision, reach } = options;
  const length = powerAbove(Math.max(longest + 1, reach));
  const width = Math.ceil(targetsOf(block) / 16) * 16;
  const sums = arena.array("sums", precision, { length: length * width, counted: "bytes" });
  return { sums, length, width, delays };
}

/** Start of each row or segment, and the end of the last one. */
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
