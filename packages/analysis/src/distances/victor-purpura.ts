import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_OPTION } from "../errors.ts";
import { checkTrain } from "../spike-trains.ts";

/** Costs of a Victor-Purpura distance. */
export interface VictorPurpuraOptions {
  /** Cost of shifting a spike by 1 ms. */
  readonly cost: number;
}

const names: OptionNames<VictorPurpuraOptions> = { cost: "a number from 0 per ms" };

/**
 * Compute the Victor-Purpura distance (doi:10.1152/jn.1996.76.2.1310).
 *
 * The minimum cost of transforming one train into the other: 1 to insert or delete a spike, `cost` per ms to shift one. With cost
 * 0 it is the difference of the spike counts. Run time grows with the product of the counts.
 */
export function victorPurpuraDistance(
  one: Float64Array,
  other: Float64Array,
  options: VictorPurpuraOptions,
): number {
  checkOptionNames(options, names, "victorPurpuraDistance", ["cost"]);
  const { cost } = options;
  checkTrain(one, "one");
  checkTrain(other, "other");
  if (!(cost >= 0)) {
    throw ANALYSIS_OPTION({ place: "cost", expected: "a number from 0 per ms", got: String(cost) });
  }
  // Costs of transforming the spikes of `one` so far into the first k of `other`.
  let costs = Float64Array.from({ length: other.length + 1 }, (_, k) => k);
  let next = new Float64Array(other.length + 1);
  for (let i = 0; i < one.length; i++) {
    next[0] = i + 1;
    for (let k = 0; k < other.length; k++) {
      const apart = Math.abs((one[i] as number) - (other[k] as number));
      const moved = (costs[k] as number) + (apart === 0 ? 0 : cost * apart);
      next[k + 1] = Math.min((costs[k + 1] as number) + 1, (next[k] as number) + 1, moved);
    }
    [costs, next] = [next, costs];
  }
  return costs[other.length] as number;
}
