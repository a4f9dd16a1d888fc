import { paddedLength } from "./arena.ts";
import type { JobPlan } from "./job-plan.ts";
import { type Part, partOf, type Share } from "./share.ts";
import type { GridProjection } from "./synapses/grid-projection.ts";

/**
 * Sums of arriving weights, one number for each neuron and receptor of a shard.
 *
 * All sums of a shard are one array, and those of receptors with the same name are adjacent, so that a short index
 * reaches the targets of a source.
 */
export interface Accumulators {
  /** Total number of sums. */
  readonly length: number;
  /** Index of the first sum of a receptor of a population, by `key`. */
  readonly first: ReadonlyMap<string, number>;
}

/** Return the key of a receptor of a population. */
export function accumulatorKey(population: string, receptor: string): string {
  return `${population}\n${receptor}`;
}

/** List the receptors with arrivals, with their first accumulators. */
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

/** Return the first accumulator of a projection's targets; undefined if nothing arrives there. */
export function accumulatorOf(
  { first }: Accumulators,
  { to, receptor }: Pick<GridProjection, "to" | "receptor">,
): number | undefined {
  return receptor === undefined ? undefined : first.get(accumulatorKey(to, receptor));
}

/** The part of a population that a shard owns. */
export function ownPart({ populations }: JobPlan, population: string, share: Share): Part {
  return partOf(populations.get(population) ?? { first: 0, size: 0 }, share);
}
