/** Lengths of strokes and gaps in pixels; the first pattern is an unbroken line. */
const patterns = ["", "6 3", "1.5 2.5", "8 2.5 1.5 2.5"] as const;

/** Patterns that are told apart. */
export const dashCount: number = patterns.length;

/** Give the dashes of a pattern as SVG writes them; patterns repeat beyond the last. */
export function dashArray(dash = 0): string {
  return patterns[dash % patterns.length] ?? "";
}
