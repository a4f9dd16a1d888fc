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
  { populations: all, stimuli }: Pick<JobPlan, "populations" | "stimuli">,
  { float, groups }: { readonly float: number; readonly groups: readonly KeptGroup[] },
): NeuronMemory {
  const populations = [...all.values()];
  let [neurons, bytes, host] = [0, 0, 0];
  for (const { form, source, size, parameters, initial, positions } of populations) {
    const varied = [...parameters.values()].filter(({ value }) => typeof value === "object").length;
    const axes = positions === undefined ? 0 : 3;
    // One more for the end of a refractory period.
    const slots = form.states.size + varied + 1;
    neurons += size;
    bytes += size * slots * float;
    const drawn = [...initial.values()].filter(({ value }) => typeof value === "object").length;
    bytes += size * sentBytes;
    const isDrawn = source !== undefined && source.kind !== "times";
    if (isDrawn) host += size * drawnBytes;
    host += size * (varied + drawn + axes) * hostNumber;
  }
  for (const { kind, population } of stimuli) {
    if (kind === "drive") bytes += (all.get(population)?.size ?? 0) * drivenBytes;
  }
  const firstSum = new Map<string, number>();
  let sums = 0;
  for (const [population, receptor] of summed(populations, groups)) {
    firstSum.set(sumKey(population, receptor), sums);
    sums += all.get(population)?.size ?? 0;
  }
  return { neurons, bytes: bytes + sums * float, host, firstSum };
}

/**
 * Populations and receptors that have sums: by receptor in order of first occurrence, then in the order of populations.
 */
function summed(
  populations: readonly { readonly name: string }[],
  groups: readonly KeptGroup[],
): readonly (readonly [string, string])[] {
  const order = new Map(populations.map(({ name }, index) => [name, index]));
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
