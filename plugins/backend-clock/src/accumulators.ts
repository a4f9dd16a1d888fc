import type { PlannedProjection } from "@spikeloom/network";
import { paddedLength } from "./arena.ts";
import type { JobPlan } from "./job-plan.ts";
import { type Part, partOf, type Share } from "./share.ts";

/**
 * Where what arrives is summed, one number for each neuron and receptor of a shard.
 *
 * All sums of a shard are one array, and those of receptors of one name lie side by side, so that a
 * short index reaches the targets of a source.
 */
export interface Accumulators {
  /** Numbers in all. */
  readonly length: number;
  /** The first number of a receptor of a population, by `key`. */
  readonly first: ReadonlyMap<string, number>;
}

/** The name of a receptor of a population. */
export function accumulatorKey(population: string, receptor: string): string {
  return `${population}\n${receptor}`;
}

/** List the receptors that something arrives at, with their first accumulators. */
export function receptorsOf({ first }: Accumulators): readonly {
  readonly population: string;
  readonly receptor: string;
  readonly first: number;
}[] {
  return [...first].map(([key, number]) => {
    const [population = "", receptor = ""] = key.split("\n");
    return { population, receptor, first: number };
  });
}

/** Lay out the accumulators of a shard. */
export function layAccumulators(plan: JobPlan, share: Share): Accumulators {
  const receptors = new Set(
    [...plan.populations.values()].flatMap(({ feeds }) => [...feeds.receptors]),
  );
  const first = new Map<string, number>();
  let length = 0;
  for (const receptor of receptors) {
    for (const [population, { feeds }] of plan.populations) {
      if (!feeds.receptors.has(receptor)) continue;
      first.set(accumulatorKey(population, receptor), length);
      length += paddedLength(ownPart(plan, population, share).size);
    }
  }
  return { length, first };
}

/** The first accumulator of the targets of a projection; undefined where nothing arrives there. */
export function accumulatorOf(
  { first }: Accumulators,
  { to, receptor }: PlannedProjection,
): number | undefined {
  return receptor === undefined ? undefined : first.get(accumulatorKey(to, receptor));
}

/** The part of a population that a shard owns. */
export function ownPart({ populations }: JobPlan, population: string, share: Share): Part {
  return partOf(populations.get(population) ?? { first: 0, size: 0 }, share);
}
