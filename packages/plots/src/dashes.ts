/** Lengths of strokes and gaps in pixels; the first pattern is a solid line. */
const patterns = ["", "6 3", "1.5 2.5", "8 2.5 1.5 2.5"] as const;

/** Number of distinct patterns. */
export const dashCount: number = patterns.length;

/** Return the `stroke-dasharray` of a pattern; indices beyond the last wrap around. */
export function dashArray(dash = 0): string {
  return patterns[dash % patterns.length] ?? "";
}
