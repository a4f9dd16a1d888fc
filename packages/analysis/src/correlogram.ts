import { checkOptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";
import { checkTrain } from "./spike-trains.ts";

/** How often spikes of one train follow or lead those of another by some time. */
export interface Correlogram {
  /** Middle of each bin in ms; a lag above 0 says that the second train comes later. */
  readonly lags: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Count the pairs of spikes of two trains by the time between them.
 *
 * Bins are centred, the middle one on 0 ms, and include their start. Of a train with itself each spike counts
 * with itself too, in the middle bin.
 */
export function correlogram(
  one: Float64Array,
  other: Float64Array,
  options: {
    /** Width of a bin in ms. */
    readonly bin: number;
    /** Longest lag in ms: the middle of the outer bins is at most that. */
    readonly longest: number;
  },
): Correlogram {
  checkOptionNames(options, { bin: true, longest: true }, "correlogram");
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
      // Times on a grid differ by a few ulps from what they mean, as in `countInBins`.
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
