import {
  addCounts,
  addListed,
  type FloatType,
  type InlineCode,
  inlineRoutine,
  type ModuleBuilder,
  type Routine,
  webAssemblyRoutine,
} from "@spikeloom/code";
import { type CollectJob, collecting } from "./delivery/collect.ts";
import { collectSomeWide } from "./delivery/collect-wide.ts";
import { delivering } from "./delivery/deliver.ts";
import type { DeliveryJob } from "./delivery/delivery.ts";
import { packedWeightsWide } from "./delivery/packed-weights-wide.ts";
import { addCountsWide } from "./drives/add-counts-wide.ts";
import { addressOf } from "./placed.ts";
import { addChunk } from "./procedural/add-chunk.ts";
import type { LaidProcedural } from "./procedural/procedural-layout.ts";

/** What the loops of a machine are made for. */
export interface RoutinesPlan {
  readonly precision: FloatType;
  readonly deliveries: readonly DeliveryJob[];
  readonly procedural: LaidProcedural | undefined;
  readonly adds: CountsAdded;
}

/** How counts of events are added to sums: where nothing is drawn, in no way. */
export interface CountsAdded {
  /** For all neurons, with one weight. */
  readonly all: boolean;
  /** For listed targets. */
  readonly listed: boolean;
}

/** A loop that a machine runs. */
export interface MachineRoutine {
  readonly routine: Routine;
  /** Writes the same as an exported function by hand, where that is measurably faster. */
  readonly byHand?: (m: ModuleBuilder, exported: string) => void;
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
}: RoutinesPlan): ReadonlyMap<string, MachineRoutine> {
  const made = new Map<string, MachineRoutine>();
  deliveries.forEach((job, k) => {
    made.set(routineNames.deliver(k), delivery(job));
    const sums = collectJob(job);
    if (sums !== undefined) made.set(routineNames.collect(k), collection(sums));
  });
  if (procedural !== undefined) {
    const { sums, kept, base, rows } = procedural;
    rows.forEach((row, k) => {
      made.set(routineNames.addChunk(k), { routine: addChunk(row, procedural, precision) });
    });
    made.set(routineNames.collectChunks, collection({ sums, kept, base, precision }));
  }
  if (adds.all) {
    made.set(routineNames.addCounts, {
      routine: addCounts(precision),
      byHand: (m, exported) => addCountsWide(m, exported, precision),
    });
  }
  if (adds.listed) made.set(routineNames.addListed, { routine: addListed(precision) });
  return made;
}

/** Make the loop that delivers a table, or sends off its rows. */
export function delivery(job: DeliveryJob): MachineRoutine {
  const { deliver, four } = delivering(job);
  if (four === undefined) return { routine: deliver };
  return withInline(deliver, four, (f, [at], weights) => {
    if (at !== undefined) packedWeightsWide(f, job, { at, weights });
  });
}

/** Make the loop that collects the sums of a step. */
export function collection(job: CollectJob): MachineRoutine {
  const { collect, some } = collecting(job);
  return withInline(collect, some, (f, [from, to]) => {
    if (from !== undefined && to !== undefined) collectSomeWide(f, job, { from, to });
  });
}

function withInline(routine: Routine, part: Routine, write: InlineCode): MachineRoutine {
  return {
    routine,
    byHand(m, exported) {
      inlineRoutine(m, part, write);
      webAssemblyRoutine(m, routine, { addressOf, exported });
    },
  };
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
