import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_OPTION } from "../errors.ts";
import { checkTrain } from "../spike-trains.ts";

/** Kernel of a van Rossum distance. */
export interface VanRossumOptions {
  /** Time constant of the exponential kernel in ms. */
  readonly timeConstant: number;
}

const names: OptionNames<VanRossumOptions> = { timeConstant: "a time in ms" };

/**
 * Compute the van Rossum distance (doi:10.1162/089976601300014321).
 *
 * Each spike is convolved with an exponential kernel that decays with `timeConstant` ms; the distance is the square root of the
 * integral of the squared difference, normalised so that one extra spike gives 1.
 */
export function vanRossumDistance(
  one: Float64Array,
  other: Float64Array,
  options: VanRossumOptions,
): number {
  checkOptionNames(options, names, "vanRossumDistance", ["timeConstant"]);
  const { timeConstant } = options;
  checkTrain(one, "one");
  checkTrain(other, "other");
  if (!(timeConstant > 0)) {
    const expected = "a time above 0 ms";
    throw ANALYSIS_OPTION({ place: "timeConstant", expected, got: String(timeConstant) });
  }
  // The integral is the sum over all pairs of spikes of their signs times exp(-|difference| / timeConstant),
  // of which each spike adds what the trace of those before it says (doi:10.1080/0954898X.2012.673048).
  let [square, trace, last] = [0, 0, Number.NEGATIVE_INFINITY];
  let [i, k] = [0, 0];
  while (i < one.length || k < other.length) {
    const first = one[i] ?? Number.POSITIVE_INFINITY;
    const second = other[k] ?? Number.POSITIVE_INFINITY;
    const time = Math.min(first, second);
    let sign = 0;
    for (; one[i] === time; i++) sign += 1;
    for (; other[k] === time; k++) sign -= 1;
    trace *= Math.exp((last - time) / timeConstant);
    square += sign * (2 * trace + sign);
    trace += sign;
    last = time;
  }
  return Math.sqrt(Math.max(0, square));
}
