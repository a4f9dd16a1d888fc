import { type InPieces, overRanges } from "./in-pieces.ts";
import type { Extent } from "./sampler.ts";

/** Find the minimum and maximum of a list; undefined if it is empty or has a value that is not finite. */
export function* extentInPieces(values: Float64Array): InPieces<Extent | undefined> {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const areFinite = yield* overRanges(values.length, (from, until) => {
    // Lists may have many millions of entries, so there is neither an iterator nor a call for each.
    for (let k = from; k < until; k++) {
      const value = values[k] as number;
      // The difference is NaN for infinite values, too.
      if (value - value !== 0) return false;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    return true;
  });
  return areFinite && values.length > 0 ? [least, greatest] : undefined;
}
