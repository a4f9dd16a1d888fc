import {
  addListed,
  type FloatType,
  type RowDelivery,
  type SumCollection,
  type TunedRoutine,
} from "@spikeloom/code";
import { type LoadedParts, loaded } from "./loaded-parts.ts";
import type { PlacedProcedural } from "./procedural/procedural-layout.ts";
import type { SynapseTable } from "./synapses/synapse-table.ts";

/** The delivery of a table. */
export interface TableDelivery extends RowDelivery {
  readonly rows: SynapseTable;
}

/** Inputs for creating the loops of a machine. */
export interface RoutinesPlan {
  readonly precision: FloatType;
  readonly deliveries: readonly TableDelivery[];
  readonly procedural: PlacedProcedural | undefined;
  readonly adds: CountsAdded;
  readonly parts: LoadedParts;
}

/** How counts of events are added to sums; undefined if nothing is drawn. */
export interface CountsAdded {
  /** For all neurons, with one weight. */
  readonly all: boolean;
  /** For listed targets. */
  readonly listed: boolean;
}

/** Names of a machine's loops; those of tables and rows by their index. */
export const routineNames = {
  deliver: (table: number): string => `deliver_${table}`,
  collect: (table: number): string => `collect_${table}`,
  addChunk: (rows: number): string => `add_chunk_${rows}`,
  collectChunks: "collect_chunks",
  addCounts: "add_counts",
  addListed: "add_listed",
} as const;

/** Create the loops of a machine, except kernels, rules and random numbers, by name. */
export function machineRoutines({
  deliveries,
  procedural,
  precision,
  adds,
  parts,
}: RoutinesPlan): ReadonlyMap<string, TunedRoutine> {
  const made = new Map<string, TunedRoutine>();
  const synapses = () => loaded(parts.synapses, "synapses");
  deliveries.forEach((job, k) => {
    const { tunedDelivery, tunedCollection } = synapses();
    made.set(routineNames.deliver(k), tunedDelivery(job));
    const sums = collectionOf(job);
    if (sums !== undefined) made.set(routineNames.collect(k), tunedCollection(sums));
  });
  if (procedural !== undefined) {
    const { rows, collection } = procedural;
    const { addChunk, tunedCollection } = synapses();
    rows.forEach((row, k) => {
      made.set(routineNames.addChunk(k), { routine: addChunk(row.delivery) });
    });
    made.set(routineNames.collectChunks, tunedCollection(collection));
  }
  if (adds.all) {
    made.set(routineNames.addCounts, loaded(parts.drawing, "drawing").tunedAddCounts(precision));
  }
  if (adds.listed) made.set(routineNames.addListed, { routine: addListed(precision) });
  return made;
}

/** Return how the sums of a table are collected; undefined if it has no ring of them. */
export function collectionOf({ rows: { ring, sums } }: TableDelivery): SumCollection | undefined {
  return ring && { ring, into: sums };
}
