import type { EncoderRecord } from "@spikeloom/kernel";
import type { EncodedValues } from "./encoded-values.ts";
import { DATA_GAPS } from "./errors.ts";

/** Replacement of missing samples of a signal. */
export type GapFilling = "hold" | "line";

type Filling = (before: number, after: number, share: number) => number;

/** The previous value, or a linear interpolation to the next one. */
const fillings: Readonly<Record<GapFilling, Filling>> = {
  hold: (before) => before,
  line: (before, after, share) => before + share * (after - before),
};

interface FillRequest {
  readonly file: string;
  readonly how: GapFilling | undefined;
  /** Number of values that are used; missing ones after them are irrelevant. */
  readonly taken: number;
}

/**
 * Fill the gaps of a signal of several components, and count the filled values among the used ones.
 *
 * Returns the given values if none are missing. Samples before the first valid one have its value, those
 * after the last one the last value. Throws `SL_DATA_GAPS` if samples are missing and no replacement is chosen,
 * or if no sample is valid.
 */
export function fillGaps(
  values: Float64Array,
  width: number,
  { file, how, taken }: FillRequest,
): { readonly values: Float64Array; readonly filled: number } {
  const shown = values.subarray(0, taken);
  const first = shown.findIndex(Number.isNaN);
  if (first < 0) return { values, filled: 0 };
  const missing = shown.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
  if (how === undefined) {
    throw DATA_GAPS({ file, missing, of: taken, first: Math.floor(first / width) });
  }
  // All of it, so that a line leads to the next valid sample even if that is not used.
  const out = values.slice();
  for (let column = 0; column < width; column++) fillColumn(out, column, { width, how, file });
  return { values: out, filled: missing };
}

/** Whether samples form a time series, so that missing ones can be replaced. */
export function canFill({ every }: Pick<EncodedValues, "every">, encoder: EncoderRecord): boolean {
  return encoder.begin !== undefined || every !== undefined;
}

function fillColumn(
  out: Float64Array,
  column: number,
  { width, how, file }: { readonly width: number; readonly how: GapFilling; readonly file: string },
): void {
  const count = Math.floor((out.length - column + width - 1) / width);
  const at = (k: number): number => out[k * width + column] as number;
  let last = -1;
  for (let k = 0; k <= count; k++) {
    if (k < count && Number.isNaN(at(k))) continue;
    if (k === count && last < 0) throw DATA_GAPS({ file, missing: count, of: count, first: 0 });
    const after = k < count ? at(k) : at(last);
    const before = last < 0 ? after : at(last);
    for (let m = last + 1; m < k; m++) {
      out[m * width + column] = fillings[how](before, after, (m - last) / (k - last));
    }
    last = k;
  }
}
