import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";

/** Histogram with equal bins; the outer bins include values beyond them. */
export interface Distribution {
  /** Start of the first bin. */
  readonly low: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Range and bins of a distribution. */
export interface Bins {
  readonly low: number;
  readonly width: number;
  readonly bins: number;
}

const names: OptionNames<Bins> = {
  low: "start of the first bin",
  width: "width of a bin",
  bins: "number of bins",
};

/** Count values in bins; NaN is ignored. */
export function distributionOf(values: Iterable<number>, options: Bins): Distribution {
  checkOptionNames(options, names, "distributionOf", ["low", "width", "bins"]);
  const { low, width, bins } = options;
  if (!(Number.isInteger(bins) && bins >= 1 && width > 0 && width < Infinity)) {
    const expected = "a count from 1 of bins of a finite width above 0";
    throw ANALYSIS_BINS({ place: "bins", expected, got: `${bins} bins of ${width}` });
  }
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    // A value such as 0.07 / 0.01 lies one ulp below the intended edge.
    const bin = Math.floor((value - low) / width + 1e-9);
    const k = Math.min(Math.max(bin, 0), bins - 1);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  return { low, width, counts };
}

/** Merge distributions over the same bins. */
export function poolDistributions(parts: readonly Distribution[]): Distribution {
  const [first = { low: 0, width: 1, counts: [] }] = parts;
  for (const part of parts) checkSameBins(first, part);
  const length = parts.reduce((most, { counts }) => Math.max(most, counts.length), 0);
  const counts = Array.from({ length }, (_, k) =>
    parts.reduce((sum, part) => sum + (part.counts[k] ?? 0), 0),
  );
  return { ...first, counts };
}

/**
 * Compute the Kolmogorov-Smirnov distance of two distributions over the same bins.
 *
 * The largest difference of their cumulative distributions; NaN if one of them is empty.
 */
export function ksDistance(one: Distribution, other: Distribution): number {
  checkSameBins(one, other);
  const totals = [one, other].map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const [total = 0, otherTotal = 0] = totals;
  if (total === 0 || otherTotal === 0) return Number.NaN;
  let share = 0;
  let otherShare = 0;
  let largest = 0;
  for (let k = 0; k < Math.max(one.counts.length, other.counts.length); k++) {
    share += (one.counts[k] ?? 0) / total;
    otherShare += (other.counts[k] ?? 0) / otherTotal;
    largest = Math.max(largest, Math.abs(share - otherShare));
  }
  return largest;
}

/** Trailing empty bins may be omitted, so the number of bins may differ. */
function checkSameBins(one: Distribution, other: Distribution): void {
  if (one.low === other.low && one.width === other.width) return;
  const text = ({ low, width }: Distribution): string => `bins of ${width} from ${low} on`;
  throw ANALYSIS_BINS({ place: "a distribution", expected: text(one), got: text(other) });
}
