import {
  type ChunkDelivery,
  elementBytes,
  type FloatType,
  type SumCollection,
} from "@spikeloom/code";
import { powerAbove } from "@spikeloom/program";
import type { Accumulators } from "../accumulators.ts";
import { type Arena, paddedLength } from "../arena.ts";
import type { JobPlan } from "../job-plan.ts";
import { inBytes, type PlacedArray, placed as placedAt, unsignedOf } from "../placed.ts";
import { type Part, placeIn, type Share } from "../share.ts";
import type { GridProjection } from "../synapses/grid-projection.ts";
import { ownedProjections } from "../synapses/synapse-groups.ts";
import { type ProceduralProjection, proceduralProjections } from "./procedural.ts";

/** One procedural projection as a shard sees it. */
export interface ProceduralRows {
  readonly projection: GridProjection;
  /** The targets that the shard owns. */
  readonly part: Part;
  /** The sum of the first of them. */
  readonly first: number;
  /**
   * Index of the sum of each target, by its index in the selection.
   *
   * Undefined if the shard owns all targets in order, so that no table is needed.
   */
  readonly table: PlacedArray<"i32"> | undefined;
  readonly delivery: ChunkDelivery;
}

/**
 * Memory of procedural projections in a shard: none for synapses, but sums of future steps.
 *
 * All projections of a shard share one ring of sums. The sums of an accumulator are therefore evaluated in the order
 * (step of the spike, projection, source, creation), whatever the shards.
 */
export interface PlacedProcedural {
  readonly rows: readonly ProceduralRows[];
  /** The sums of a step are followed by some that receive weights for other shards. */
  readonly collection: SumCollection;
  readonly chunk: RowChunk;
  /** Byte address of the last step in which a source sent spikes, as f64. */
  readonly last: number;
  /** Write the tables. */
  fill(buffer: ArrayBufferLike): void;
}

/** A chunk of a row to be added to the sums. */
export interface RowChunk {
  readonly capacity: number;
  /** Indices in the selection of targets. */
  readonly targets: PlacedArray<"i32">;
  /** In steps. */
  readonly delays: PlacedArray<"i32">;
  readonly weights: PlacedArray<"f64">;
}

/** Inputs for laying out sums. */
export interface ProceduralOptions {
  readonly share: Share;
  readonly accumulators: Accumulators;
  /** Byte address of the first accumulator of the shard. */
  readonly address: number;
  readonly arena: Arena;
}

/** Number of sums that are never read: one cache line. */
const spare = 16;
/** Few enough for the L1 cache, and enough to make the cost of the call negligible. */
const capacity = 1024;

/** Lay out the memory of procedural projections in a shard; undefined if there are none. */
export function layProcedural(
  plan: JobPlan,
  options: ProceduralOptions,
): PlacedProcedural | undefined {
  const projections = proceduralProjections(plan);
  if (projections.length === 0) return undefined;
  const { share, accumulators, address, arena } = options;
  const all = projections.map(({ projection }) => projection);
  const { owned: found, base, span } = ownedProjections(all, { plan, share, accumulators });
  const kept = paddedLength(span);
  const width = kept + spare;
  const { precision, shift } = plan;
  const bytes = elementBytes[precision];
  const length = ringLength(projections, shift);
  const tables = new Map<string, PlacedArray<"i32">>();
  const placed = found.map(({ projection }) =>
    needsTable(projection, share) ? tableOf(tables, projection, arena) : undefined,
  );
  const last = arena.allocate(8);
  const sums = arena.array("sums", precision, { length: length * width });
  const part = { length: capacity, kind: "fixed" } as const;
  const chunk: RowChunk = {
    capacity,
    targets: arena.array("targets", "i32", part),
    delays: arena.array("delays", "i32", part),
    weights: arena.array("weights", "f64", part),
  };
  const rows = found.map(({ projection, part: owned, first }, k): ProceduralRows => {
    const table = placed[k];
    const { gridDelay, weight } = projection;
    // With a table, the table determines the sum of a target.
    const start = table === undefined ? (first - base) * bytes : 0;
    const own: PlacedArray<FloatType> = { ...sums, address: sums.address + start };
    const delivery: ChunkDelivery = {
      ring: { sums: own, length, width },
      targets: chunk.targets,
      places: table,
      delays: gridDelay.constant ?? chunk.delays,
      weights: weight.constant ?? chunk.weights,
      shift,
    };
    return { projection, part: owned, first: first - base, table, delivery };
  });
  const into = placedAt("accumulators", precision, {
    address: address + base * bytes,
    counted: "bytes",
  });
  return {
    rows,
    collection: { ring: { sums: inBytes(sums), length, width }, kept, into },
    chunk,
    last,
    fill(buffer) {
      new Float64Array(buffer, last, 1)[0] = Number.NEGATIVE_INFINITY;
      const filled = new Set<PlacedArray>();
      for (const row of rows) {
        if (row.table === undefined || filled.has(row.table)) continue;
        filled.add(row.table);
        fillTable(unsignedOf(buffer, row.table), row, kept);
      }
    },
  };
}

/** Return a power of two above the longest delay. */
function ringLength(projections: readonly ProceduralProjection[], shift: number): number {
  const longest = projections.reduce((most, { delays }) => Math.max(most, delays[1]), 0) + shift;
  return powerAbove(longest + 1);
}

function needsTable({ targets }: GridProjection, { of }: Share): boolean {
  return of > 1 || targets.isAll !== true;
}

/** Projections with the same targets and receptor share a table, unless they select some. */
function tableOf(
  tables: Map<string, PlacedArray<"i32">>,
  { name, to, receptor, targets }: GridProjection,
  arena: Arena,
): PlacedArray<"i32"> {
  const key = JSON.stringify([to, receptor, targets.isAll === true ? "" : name]);
  const table =
    tables.get(key) ?? arena.array("places", "i32", { length: targets.size, kind: "fixed" });
  tables.set(key, table);
  return table;
}

function fillTable(
  table: Uint32Array,
  { projection, part, first }: ProceduralRows,
  others: number,
): void {
  const { targets } = projection;
  for (let number = 0; number < table.length; number++) {
    const place = placeIn(part, targets.neuron(number));
    table[number] = place < 0 ? others : first + place;
  }
}
