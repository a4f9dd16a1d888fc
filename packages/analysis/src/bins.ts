import { ANALYSIS_BINS } from "./errors.ts";
import { checkWindow, type Window } from "./window.ts";

const MOST_BINS = 1e7;

/** Divide a window into bins of `bin` ms from its start; the last may be shorter. */
export function binEdges(window: Window, bin: number): Float64Array {
  checkWindow(window);
  const span = window.until - window.from;
  // The slack keeps 1000 ms / 0.1 ms at 10000 bins if rounding gives slightly more.
  const bins = Math.max(1, Math.ceil(span / bin - 1e-6));
  if (!(bin > 0 && bin < Infinity) || !(bins <= MOST_BINS)) {
    const expected = `at most ${MOST_BINS} bins of a finite width above 0 ms`;
    throw ANALYSIS_BINS({ place: "bin", expected, got: `${bin} ms over ${span} ms` });
  }
  const edges = new Float64Array(bins + 1);
  for (let k = 0; k < bins; k++) edges[k] = window.from + k * bin;
  edges[bins] = window.until;
  return edges;
}

/** Count values in bins [edge, next edge); the last bin includes its end. */
export function countInBins(values: Float64Array, edges: Float64Array, bin: number): Uint32Array {
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
