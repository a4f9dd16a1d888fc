import { checkRng } from "../check-arguments.ts";
import type { DistributionName, DistributionValues } from "./distribution-names.ts";
import { drawMany, readParameters } from "./distributions.ts";
import type { Draws, Rng } from "./rng.ts";

/** A distribution for parameters, weights and delays. */
export interface RandomDistribution {
  readonly kind: "random-distribution";
  /** PyNN's name. */
  readonly name: DistributionName;
  readonly parameters: Readonly<Record<string, number>>;
  readonly rng: Rng;
  /** Draw `n` numbers from its source. */
  next(n: number): Float64Array;
  /** Draw `n` numbers from an open sequence. */
  drawFrom(draws: Draws, n: number): Float64Array;
}

/**
 * Create PyNN's `RandomDistribution`: `RandomDistribution("normal", { mu: 0.5, sigma: 0.1 }, rng)`.
 *
 * Parameters have PyNN's names, or are a list in its order.
 */
export function RandomDistribution<D extends DistributionName>(
  name: D,
  given: DistributionValues<D>,
  rng: Rng,
): RandomDistribution {
  checkRng(rng, "RandomDistribution.rng");
  const parameters = readParameters(name, given);
  return {
    kind: "random-distribution",
    name,
    parameters,
    rng,
    next: (n) => rng.next(n, name, parameters as DistributionValues<D>),
    drawFrom: (draws, n) => drawMany(draws, { distribution: name, parameters, n }),
  };
}

/** Return whether a value is a distribution. */
export function isRandom(value: unknown): value is RandomDistribution {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "random-distribution"
  );
}
