import type { EncoderRecord } from "@spikeloom/kernel";
import type { EncodedValues } from "./encoded-values.ts";
import { DATA_GAPS } from "./errors.ts";

/** What stands for samples of a signal that are missing. */
export type GapFilling = "hold" | "line";

type Filling = (before: number, after: number, share: number) => number;

/** The value before them, or a straight line to the one behind them. */
const fillings: Readonly<Record<GapFilling, Filling>> = {
  hold: (before) => before,
  line: (before, after, share) => before + share * (after - before),
};

interface FillRequest {
  readonly file: string;
  readonly how: GapFilling | undefined;
  /** How many values from the first on are taken; what is missing behind them matters to nobody. */
  readonly taken: number;
}

/**
 * Fill what is missing of a signal of some components, and count what is filled of the values that are taken.
 *
 * The values are those given where nothing is missing. Samples before the first one that is there have its value, those
 * behind the last one the last value. Throws `SL_DATA_GAPS` where samples are missing and nothing says what stands for
 * them, or where no sample is there.
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
  // All of it, so that a line leads to the next sample that is there also where that is not taken.
  const out = values.slice();
  for (let column = 0; column < width; column++) fillColumn(out, column, { width, how, file });
  return { values: out, filled: missing };
}

/** Whether samples follow one another in time, so that others can stand for one that is missing. */
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
