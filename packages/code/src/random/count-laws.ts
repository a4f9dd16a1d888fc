import { type BinomialLaws, setBinomialLaws, setPoissonLaws } from "@spikeloom/random";
import type { ArrayPlace } from "../form/routine.ts";
import type { ViewArray } from "./random-series.ts";

/** Laws of counts, one for each target, in whole vectors. */
export interface LawArrays<Array extends ArrayPlace = ArrayPlace> {
  /** Sources of a binomial law; undefined for Poisson. */
  readonly trials: number | undefined;
  readonly first: Array;
  readonly ratio: Array;
  /** Of binomial laws. */
  readonly mirror: Array | undefined;
}

/** Look at laws in memory. */
export function lawViews(
  { first, ratio, mirror, trials = 0 }: LawArrays,
  view: ViewArray,
): BinomialLaws {
  return {
    first: view(first) as Float64Array,
    ratio: view(ratio) as Float64Array,
    mirror: mirror === undefined ? new Int32Array(0) : (view(mirror) as unknown as Int32Array),
    trials,
  };
}

/** Prepare to write laws of given means, or chances. */
export function lawWriter(laws: LawArrays, view: ViewArray): (amounts: Float64Array) => void {
  const views = lawViews(laws, view);
  // Past the end the distribution function is 1 at once, where compiled code looks too.
  views.first.fill(1);
  return (amounts) => {
    if (laws.trials === undefined) setPoissonLaws(amounts, views);
    else setBinomialLaws(amounts, views);
  };
}
