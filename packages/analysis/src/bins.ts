import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";
import { type BinOptions, binNames, checkWindow } from "./window.ts";

const MOST_BINS = 1e7;

/** Divide a window into bins from its start; the last may be shorter. */
export function binEdges(options: BinOptions): Float64Array {
  checkOptionNames(options, binNames, "binEdges", ["window", "bin"]);
  return edgesOf(options);
}

/** Divide a window into bins; options are checked by the caller. */
export function edgesOf({ window, bin }: BinOptions): Float64Array {
  checkWindow(window);
  const span = window.until - window.from;
  // The slack keeps 1000 ms / 0.1 ms at 10000 bins if rounding gives slightly more.
  const bins = Math.max(1, Math.ceil(span / bin - 1e-6));
  if (typeof bin !== "number" || !(bin > 0 && bin < Infinity) || !(bins <= MOST_BINS)) {
    const expected = `at most ${MOST_BINS} bins of a finite width above 0 ms`;
    throw ANALYSIS_BINS({
      place: "bin",
      expected,
      got: `${typeof bin === "number" ? `${bin} ms` : JSON.stringify(bin)} over ${span} ms`,
    });
  }
  const edges = new Float64Array(bins + 1);
  for (let k = 0; k < bins; k++) edges[k] = window.from + k * bin;
  edges[bins] = window.until;
  return edges;
}

/** Bins of equal width, as `binEdges` gives them. */
export interface CountOptions {
  /** One more than bins, ascending; all bins but the last have the same width. */
  readonly edges: Float64Array;
  /** Width of a bin. */
  readonly bin: number;
}

const countNames: OptionNames<CountOptions> = { edges: "from `binEdges`", bin: "a width" };

/** Count values in bins [edge, next edge); the last bin includes its end. */
export function countInBins(values: Float64Array, options: CountOptions): Uint32Array {
  checkOptionNames(options, countNames, "countInBins", ["edges", "bin"]);
  const { edges, bin } = options;
  const counts = new Uint32Array(edges.length - 1);
  const from = edges[0] as number;
  const until = edges[edges.length - 1] as number;
  for (const value of values) {
    if (!(value >= from && value <= until)) continue;
    // A time such as 3 * 0.1 is a few ulps off its grid point; it is assigned to the bin of that grid point.
    const k = Math.floor((value - from) / bin + 1e-9);
    bump(counts, Math.min(k, counts.length - 1));
  }
  return counts;
}

/** Increment a count and return its previous value. */
export function bump(counts: Uint32Array, index: number): number {
  const count = counts[index] as number;
  counts[index] = count + 1;
  return count;
}
