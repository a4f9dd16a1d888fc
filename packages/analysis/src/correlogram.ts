import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";
import { checkTrain } from "./spike-trains.ts";

/** Histogram of time lags between the spikes of two trains. */
export interface Correlogram {
  /** Centre of each bin in ms; at a positive lag the second train spikes later. */
  readonly lags: Float64Array;
  readonly counts: Uint32Array;
}

/** Bins of a correlogram. */
export interface CorrelogramOptions {
  /** Width of a bin in ms. */
  readonly bin: number;
  /** Maximum lag in ms: an upper bound for the centres of the outer bins. */
  readonly longest: number;
}

const names: OptionNames<CorrelogramOptions> = {
  bin: "a width in ms",
  longest: "the maximum lag in ms",
};

/**
 * Compute the cross-correlogram of two spike trains.
 *
 * Bins are centred, the middle one on 0 ms, and include their start. An autocorrelogram includes each spike paired with itself,
 * in the middle bin.
 */
export function correlogram(
  one: Float64Array,
  other: Float64Array,
  options: CorrelogramOptions,
): Correlogram {
  checkOptionNames(options, names, "correlogram", ["bin", "longest"]);
  checkTrain(one, "one");
  checkTrain(other, "other");
  const { bin, longest } = options;
  const side = sideBins(bin, longest);
  const counts = new Uint32Array(2 * side + 1);
  let start = 0;
  for (const time of one) {
    const least = time - (side + 1) * bin;
    while (start < other.length && (other[start] as number) < least) start++;
    for (let k = start; k < other.length; k++) {
      // Times on a grid are a few ulps off their grid points, as in `countInBins`.
      const at = Math.floor(((other[k] as number) - time) / bin + 0.5 + 1e-9) + side;
      if (at > 2 * side) break;
      if (at >= 0) counts[at] = (counts[at] as number) + 1;
    }
  }
  return { lags: Float64Array.from(counts, (_, k) => (k - side) * bin), counts };
}

function sideBins(bin: number, longest: number): number {
  const side = Math.floor(longest / bin + 1e-9);
  if (bin > 0 && longest >= 0 && side <= 1e6) return side;
  const expected = "a bin above 0 ms and at most a million of them on each side";
  throw ANALYSIS_BINS({ place: "bin", expected, got: `${bin} ms up to ${longest} ms` });
}
