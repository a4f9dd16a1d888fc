import { type PopulationProgram, powerAbove } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import type { KeptGroup } from "./kept-groups.ts";

/** Bytes that a shard reserves for spikes in transit. */
export interface SpikeMemory {
  /** Room for a spike of each neuron in each step. */
  readonly reserved: number;
  /** The part of it that is written, and thus takes memory, if neurons fire a hundred times per second. */
  readonly expected: number;
}

/** Spikes of a neuron per millisecond: the rate of active neurons, because no rate is known before a run. */
const busyRate = 0.1;
/** The system provides memory in pages of this many bytes, once one is written. */
const page = 4096;
const spikeBytes = 4;

/** Determine the memory of spikes in transit: each shard stores those of all sources for the longest delay. */
export function spikeMemory(
  groups: readonly KeptGroup[],
  { populations, dt }: JobPlan,
): SpikeMemory {
  const perStep = Math.min(1, busyRate * dt);
  let [reserved, expected] = [0, 0];
  const reach = reaches(groups);
  for (const [name, population] of populations) {
    // Spikes of populations without projections are not read, but each step still has its list.
    const steps = powerAbove(reach.get(name) ?? 1);
    const list = spikeBytes * capacityOf(population);
    const used = spikeBytes * population.size * perStep;
    reserved += steps * list;
    expected += steps * Math.min(list, page * Math.ceil(used / page));
  }
  return { reserved, expected };
}

function capacityOf({ source, size }: PopulationProgram): number {
  // Drawn sources may send several spikes per neuron in a step.
  const isDrawn = source !== undefined && source.kind !== "times";
  return isDrawn ? 4 * size + 64 : size;
}

/**
 * Return the number of steps for which spikes of each population are stored; all are, until shards have exchanged them.
 */
function reaches(groups: readonly KeptGroup[]): ReadonlyMap<string, number> {
  const all = groups.flatMap(({ projections }) => projections.map(({ steps }) => steps[0] ?? 1));
  const interval = Math.max(
    1,
    all.reduce((least, steps) => Math.min(least, steps), Number.POSITIVE_INFINITY),
  );
  const found = new Map<string, number>();
  for (const { projections, kind, longest } of groups) {
    const from = projections[0]?.from ?? "";
    const reach = kind === "segments" ? longest + 1 : interval;
    found.set(from, Math.max(reach, found.get(from) ?? 1));
  }
  return found;
}
