import type { NeuronRecord, Value } from "@spikeloom/kernel";
import { findModel, isScalar } from "@spikeloom/network";
import type { JobPlan } from "../job-plan.ts";
import type { KeptGroup } from "./kept-groups.ts";

/** Where a shard writes the spikes of each neuron in a step. */
const sentBytes = 4;
/** A target of a Poisson stimulus: its number, index, random numbers, count and weight. */
const drivenBytes = 100;
/** A source that draws its spikes: its position in the stream, its next spike, and those of the next thousand steps. */
const drawnBytes = 120;
const hostNumber = 8;

/** Memory of neurons, and the location of the sums of their inputs. */
export interface NeuronMemory {
  readonly neurons: number;
  /** Bytes in the shards. */
  readonly bytes: number;
  /** Bytes outside of them: parameters and positions. */
  readonly host: number;
  /** Start of the sums of a receptor of a population; all sums are one array. */
  readonly firstSum: ReadonlyMap<string, number>;
}

/** Determine the memory of a network's neurons. */
export function neuronMemory(
  { network, stack }: Pick<JobPlan, "network" | "stack">,
  { float, groups }: { readonly float: number; readonly groups: readonly KeptGroup[] },
): NeuronMemory {
  const populations = Object.entries(network.populations);
  let [neurons, bytes, host] = [0, 0, 0];
  for (const [name, record] of populations) {
    const place = `populations.${name}.model`;
    const { model, parameters } = findModel("neuron", record.model, { network, stack, place });
    const values = Object.values({ ...parameters, ...record.parameters });
    const varied = values.filter((value) => !isScalar(value)).length;
    const axes = record.positions === undefined ? 0 : 3;
    // One more for the end of a refractory period.
    const slots = Object.keys(model.state ?? {}).length + varied + 1;
    neurons += record.size;
    bytes += record.size * slots * float;
    const starts = Object.entries(record.initial ?? {});
    const drawn = starts.filter(([variable, value]) => isOwn(model, variable, value)).length;
    bytes += record.size * sentBytes;
    const isDrawn = model.source !== undefined && model.source.process !== "times";
    if (isDrawn) host += record.size * drawnBytes;
    host += record.size * (varied + drawn + axes) * hostNumber;
  }
  for (const { kind, into } of network.stimuli ?? []) {
    const size = network.populations[into]?.size ?? 0;
    if (kind === "poisson") bytes += size * drivenBytes;
  }
  const firstSum = new Map<string, number>();
  let sums = 0;
  for (const [population, receptor] of summed(populations, groups)) {
    firstSum.set(sumKey(population, receptor), sums);
    sums += network.populations[population]?.size ?? 0;
  }
  return { neurons, bytes: bytes + sums * float, host, firstSum };
}

/** Test whether neurons have individual initial values, instead of those of their model. */
/**
 * Populations and receptors that have sums: by receptor in order of first occurrence, then in the order of populations.
 */
function summed(
  populations: readonly (readonly [string, unknown])[],
  groups: readonly KeptGroup[],
): readonly (readonly [string, string])[] {
  const order = new Map(populations.map(([name], index) => [name, index]));
  const targets = new Map<string, Set<string>>();
  for (const { to, receptor } of groups.flatMap(({ projections }) => projections)) {
    if (receptor === undefined || !order.has(to)) continue;
    targets.set(receptor, (targets.get(receptor) ?? new Set()).add(to));
  }
  const place = (name: string): number => order.get(name) ?? 0;
  return [...targets].flatMap(([receptor, names]) =>
    [...names].sort((a, b) => place(a) - place(b)).map((name) => [name, receptor] as const),
  );
}

function isOwn({ state }: NeuronRecord, variable: string, value: Value): boolean {
  if (isScalar(value)) return false;
  return !("formula" in value && value.formula === String(state?.[variable]?.initial));
}

/** Return the number of sums over which the targets of a group are spread. */
export function spanOf(group: Pick<KeptGroup, "projections">, { firstSum }: NeuronMemory): number {
  let [first, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { to, receptor, targets } of group.projections) {
    if (receptor === undefined) continue;
    const start = firstSum.get(sumKey(to, receptor)) ?? 0;
    first = Math.min(first, start);
    end = Math.max(end, start + targets);
  }
  return Math.max(0, end - first);
}

/** Name the sums of a receptor of a population. */
export function sumKey(population: string, receptor: string): string {
  return `${population}\n${receptor}`;
}
