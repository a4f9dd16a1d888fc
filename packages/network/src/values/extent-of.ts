import type { Extent } from "./sampler.ts";

/** Find the minimum and maximum of a list; undefined if it is empty or has a value that is not finite. */
export function extentOf(values: Float64Array): Extent | undefined {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // Lists may have many millions of entries: neither an iterator nor a call for each.
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    // The difference is not a number for infinite ones either.
    if (value - value !== 0) return undefined;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return values.length === 0 ? undefined : [least, greatest];
}
