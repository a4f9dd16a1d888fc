import { countInBins } from "@spikeloom/analysis";
import type { BarsMark, Colour } from "./figure.ts";
import { type Range, valueRange } from "./range.ts";
import { niceStep } from "./ticks.ts";

/** Bins of equal width with round edges. */
export interface EqualBins {
  readonly edges: Float64Array;
  readonly bin: number;
}

/** Choose a number of bins: twice the root of the number of values, as few values in narrow bins show no shape. */
export function binsFor(values: number): number {
  return Math.min(50, Math.max(10, Math.ceil(2 * Math.sqrt(values))));
}

/** Divide the range of some values into roughly `bins` bins, whose width is rounded up to 1, 2 or 5. */
export function equalBins(found: Range | undefined, bins: number): EqualBins {
  const data = found ?? { from: 0, until: 1 };
  const range = valueRange(data, "the value axis");
  const isFlat =
    data.until - data.from <= 1e-9 * Math.max(Math.abs(data.from), Math.abs(data.until));
  const { from, until } = isFlat ? range : data;
  const bin = niceStep((until - from) / bins);
  const first = Math.floor(from / bin + 1e-9);
  const count = Math.max(1, Math.ceil(until / bin - 1e-9) - first);
  const edges = Float64Array.from({ length: count + 1 }, (_, k) =>
    Number(((first + k) * bin).toPrecision(12)),
  );
  // Rounding may put an edge an ulp inside.
  edges[0] = Math.min(edges[0] as number, from);
  edges[count] = Math.max(edges[count] as number, until);
  return { edges, bin };
}

/** Draw the share of values in each bin in percent; values that are not finite count nowhere. */
export function sharesOf(
  values: Float64Array,
  { edges, bin, colour }: EqualBins & { readonly colour: Colour },
): BarsMark {
  const counts = countInBins(values, { edges, bin });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const heights = Float64Array.from(counts, (count) => (100 * count) / (total || 1));
  return { kind: "bars", edges, heights, colour };
}

/** Find the height of the highest bar; 0 without bars. */
export function highestOf(marks: readonly BarsMark[]): number {
  return marks.reduce((top, { heights }) => heights.reduce((a, b) => Math.max(a, b), top), 0);
}
