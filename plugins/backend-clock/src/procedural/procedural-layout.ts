import { slotName } from "@spikeloom/program";
import { type Accumulators, accumulatorOf, ownPart } from "../accumulators.ts";
import { type Arena, paddedLength } from "../arena.ts";
import type { SumRing } from "../delivery/delivery-table.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";
import { type Part, placeIn, type Share } from "../share.ts";
import type { GridProjection } from "../synapses/grid-projection.ts";
import { type ProceduralProjection, proceduralProjections } from "./procedural.ts";

/** One procedural projection as a shard sees it. */
export interface ProceduralRows {
  readonly projection: GridProjection;
  /** The targets that the shard owns. */
  readonly part: Part;
  /** The sum of the first of them. */
  readonly first: number;
  /**
   * Byte address of a table of u32 by the target's number in its selection: which sum is its own.
   *
   * Zero where the shard owns all targets in their order, so that none is needed.
   */
  readonly table: number;
}

/**
 * What procedural projections need in a shard: no memory for synapses, but sums of the steps to come.
 *
 * All of a shard share one ring of sums. So the sums of an accumulator run in the order (step of the
 * spike, projection, source, creation), whatever the shards.
 */
export interface LaidProcedural {
  readonly rows: readonly ProceduralRows[];
  /** Behind the sums of a step are some that take what is for other shards. */
  readonly sums: Pick<SumRing, "address" | "length" | "width">;
  /** How many sums of a step are the shard's own. */
  readonly kept: number;
  /** Byte address of the accumulator that the first sum ends in. */
  readonly base: number;
  /** Steps added to each delay. */
  readonly shift: number;
  readonly chunk: RowChunk;
  /** Byte address of the last step in which a source sent spikes, as f64. */
  readonly last: number;
  /** Write the tables. */
  fill(buffer: ArrayBufferLike): void;
}

/** Byte addresses of a part of a row on its way into the sums. */
export interface RowChunk {
  readonly capacity: number;
  /** As u32: numbers in the selection of targets. */
  readonly targets: number;
  /** As i32, in steps. */
  readonly delays: number;
  /** As f64. */
  readonly weights: number;
}

/** What sums are laid out with. */
export interface ProceduralOptions {
  readonly share: Share;
  readonly accumulators: Accumulators;
  /** Byte address of the first accumulator of the shard. */
  readonly address: number;
  readonly arena: Arena;
}

/** Sums that are never read: one cache line. */
const spare = 16;
/** Few enough for the first cache, many enough for the call to cost nothing. */
const capacity = 1024;

/** Lay out what procedural projections need in a shard; undefined where there are none. */
export function layProcedural(
  plan: JobPlan,
  options: ProceduralOptions,
): LaidProcedural | undefined {
  const projections = proceduralProjections(plan);
  if (projections.length === 0) return undefined;
  const { share, accumulators, address, arena } = options;
  const found = projections.map(({ projection }) => {
    const first = accumulatorOf(accumulators, projection);
    if (first === undefined) {
      const slot = slotName("receptor", projection.receptor ?? "");
      throw SLOT_MISSING({ population: projection.to, slot });
    }
    return { projection, part: ownPart(plan, projection.to, share), first };
  });
  const base = found.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);
  const end = found.reduce((most, { first, part }) => Math.max(most, first + part.size), 0);
  const kept = paddedLength(end - base);
  const width = kept + spare;
  const bytes = plan.precision === "f64" ? 8 : 4;
  const length = ringLength(projections, plan.shift);
  const tables = new Map<string, number>();
  const rows = found.map(({ projection, part, first }): ProceduralRows => {
    const { targets } = projection;
    const table = needsTable(projection, share)
      ? tableAddress(tables, projection, () => arena.allocate(targets.size * 4, "fixed"))
      : 0;
    return { projection, part, first: first - base, table };
  });
  const last = arena.allocate(8);
  return {
    rows,
    sums: { address: arena.allocate(length * width * bytes), length, width },
    kept,
    base: address + base * bytes,
    shift: plan.shift,
    chunk: {
      capacity,
      targets: arena.allocate(capacity * 4, "fixed"),
      delays: arena.allocate(capacity * 4, "fixed"),
      weights: arena.allocate(capacity * 8, "fixed"),
    },
    last,
    fill(buffer) {
      new Float64Array(buffer, last, 1)[0] = Number.NEGATIVE_INFINITY;
      const filled = new Set<number>();
      for (const row of rows) {
        if (row.table === 0 || filled.has(row.table)) continue;
        filled.add(row.table);
        fillTable(new Uint32Array(buffer, row.table, row.projection.targets.size), row, kept);
      }
    },
  };
}

/** A power of two above the longest delay. */
function ringLength(projections: readonly ProceduralProjection[], shift: number): number {
  const longest = projections.reduce((most, { delays }) => Math.max(most, delays[1]), 0) + shift;
  return powerAbove(longest + 1);
}

function needsTable({ targets }: GridProjection, { of }: Share): boolean {
  return of > 1 || targets.isAll !== true;
}

/** Projections with the same targets and receptor share a table, unless they select some. */
function tableAddress(
  tables: Map<string, number>,
  { name, to, receptor, targets }: GridProjection,
  allocate: () => number,
): number {
  const key = JSON.stringify([to, receptor, targets.isAll === true ? "" : name]);
  const address = tables.get(key) ?? allocate();
  tables.set(key, address);
  return address;
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
