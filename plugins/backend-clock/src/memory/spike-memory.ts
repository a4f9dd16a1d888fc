import type { PopulationProgram } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";
import type { KeptGroup } from "./kept-groups.ts";

/** Bytes that a shard has for spikes on their way. */
export interface SpikeMemory {
  /** Room for a spike of each neuron in each step. */
  readonly reserved: number;
  /** What of it is written to, and so takes memory, where neurons fire a hundred times a second. */
  readonly expected: number;
}

/** Spikes of a neuron in a millisecond: the rate of busy neurons, as no rate is known before a run. */
const busyRate = 0.1;
/** The system gives memory in pages of so many bytes, once one is written to. */
const page = 4096;
const spikeBytes = 4;

/** Find what spikes on their way take: each shard keeps those of all sources for as long as delays reach. */
export function spikeMemory(
  groups: readonly KeptGroup[],
  { populations, dt }: JobPlan,
): SpikeMemory {
  const perStep = Math.min(1, busyRate * dt);
  let [reserved, expected] = [0, 0];
  const reach = reaches(groups);
  for (const [name, population] of populations) {
    // Nobody hears those without projections, and each step has its list all the same.
    const steps = powerAbove(reach.get(name) ?? 1);
    const list = spikeBytes * capacityOf(population);
    const used = spikeBytes * population.size * perStep;
    reserved += steps * list;
    expected += steps * Math.min(list, page * Math.ceil(used / page));
  }
  return { reserved, expected };
}

function capacityOf({ model: { source }, size }: PopulationProgram): number {
  // Drawn sources may send several spikes of a neuron in a step.
  const isDrawn = source !== undefined && source.process !== "times";
  return isDrawn ? 4 * size + 64 : size;
}

/** How many steps spikes of each population are kept for; all are, until shards have heard of them. */
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
