import {
  addCounts,
  addListed,
  type FloatType,
  type ModuleBuilder,
  webAssemblyRoutine,
} from "@spikeloom/code";
import type { CollectJob } from "./delivery/collect.ts";
import type { DeliveryJob } from "./delivery/delivery.ts";
import { type LoadedParts, loaded } from "./loaded-parts.ts";
import type { MachineRoutine } from "./machine-routine.ts";
import { addressOf } from "./placed.ts";
import type { LaidProcedural } from "./procedural/procedural-layout.ts";

/** What the loops of a machine are made for. */
export interface RoutinesPlan {
  readonly precision: FloatType;
  readonly deliveries: readonly DeliveryJob[];
  readonly procedural: LaidProcedural | undefined;
  readonly adds: CountsAdded;
  readonly parts: LoadedParts;
}

/** How counts of events are added to sums: where nothing is drawn, in no way. */
export interface CountsAdded {
  /** For all neurons, with one weight. */
  readonly all: boolean;
  /** For listed targets. */
  readonly listed: boolean;
}

/** Names of a machine's loops; those of tables and rows by their number. */
export const routineNames = {
  deliver: (table: number): string => `deliver_${table}`,
  collect: (table: number): string => `collect_${table}`,
  addChunk: (rows: number): string => `add_chunk_${rows}`,
  collectChunks: "collect_chunks",
  addCounts: "add_counts",
  addListed: "add_listed",
} as const;

/** Make the loops of a machine beside kernels, rules and random numbers, by their names. */
export function machineRoutines({
  deliveries,
  procedural,
  precision,
  adds,
  parts,
}: RoutinesPlan): ReadonlyMap<string, MachineRoutine> {
  const made = new Map<string, MachineRoutine>();
  const synapses = () => loaded(parts.synapses, "synapses");
  deliveries.forEach((job, k) => {
    const { delivery, collection } = synapses();
    made.set(routineNames.deliver(k), delivery(job));
    const sums = collectJob(job);
    if (sums !== undefined) made.set(routineNames.collect(k), collection(sums));
  });
  if (procedural !== undefined) {
    const { sums, kept, base, rows } = procedural;
    const { addChunk, collection } = synapses();
    rows.forEach((row, k) => {
      made.set(routineNames.addChunk(k), { routine: addChunk(row, procedural, precision) });
    });
    made.set(routineNames.collectChunks, collection({ sums, kept, base, precision }));
  }
  if (adds.all) {
    made.set(routineNames.addCounts, {
      routine: addCounts(precision),
      byHand: (m, exported) =>
        loaded(parts.drawing, "drawing").addCountsWide(m, exported, precision),
    });
  }
  if (adds.listed) made.set(routineNames.addListed, { routine: addListed(precision) });
  return made;
}

/** Write a loop as an exported function. */
export function writeMachineRoutine(
  m: ModuleBuilder,
  exported: string,
  { routine, byHand }: MachineRoutine,
): void {
  if (byHand === undefined) webAssemblyRoutine(m, routine, { addressOf, exported });
  else byHand(m, exported);
}

/** Say how the sums of a table are collected; undefined where it has no ring of them. */
export function collectJob({ table, precision }: DeliveryJob): CollectJob | undefined {
  const { ring: sums, base } = table.layout;
  return sums && { sums, base, precision };
}
