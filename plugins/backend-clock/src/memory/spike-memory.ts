import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { findModel, networkStep } from "@spikeloom/network";
import { powerAbove } from "../power-above.ts";
import type { KeptGroup, KeptProjection } from "./kept-projections.ts";

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
  network: NetworkRecord,
  stack: Stack,
): SpikeMemory {
  const perStep = Math.min(1, busyRate * networkStep(network));
  let [reserved, expected] = [0, 0];
  for (const [name, reach] of reaches(groups, network)) {
    const steps = powerAbove(reach);
    const list = spikeBytes * capacityOf(name, network, stack);
    const used = spikeBytes * (network.populations[name]?.size ?? 0) * perStep;
    reserved += steps * list;
    expected += steps * Math.min(list, page * Math.ceil(used / page));
  }
  return { reserved, expected };
}

function capacityOf(name: string, network: NetworkRecord, stack: Stack): number {
  const population = network.populations[name];
  if (population === undefined) return 0;
  const place = `populations.${name}.model`;
  const { source } = findModel("neuron", population.model, { network, stack, place }).model;
  // Drawn sources may send several spikes of a neuron in a step.
  const isDrawn = source !== undefined && source.process !== "times";
  return isDrawn ? 4 * population.size + 64 : population.size;
}

/** How many steps spikes of each population are kept for. */
function reaches(
  groups: readonly KeptGroup[],
  network: NetworkRecord,
): ReadonlyMap<string, number> {
  // Nobody hears those without projections, and each step has its list all the same.
  const found = new Map(Object.keys(network.populations).map((name) => [name, 1]));
  for (const { projections, kind, longest } of groups) {
    const from = projections[0]?.from ?? "";
    const reach = { ring: 1, segments: longest + 1, procedural: leastDelay(projections) }[kind];
    found.set(from, Math.max(reach, found.get(from) ?? 0));
  }
  return found;
}

function leastDelay(projections: readonly KeptProjection[]): number {
  const least = projections.map(({ steps }) => steps[0] ?? 1);
  return Math.max(1, Math.min(...least));
}
