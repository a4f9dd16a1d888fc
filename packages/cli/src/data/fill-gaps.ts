import { DATA_GAPS } from "./errors.ts";

/** What stands for samples of a signal that are missing. */
export type GapFilling = "hold" | "line";

type Filling = (before: number, after: number, share: number) => number;

/** The value before them, or a straight line to the one behind them. */
const fillings: Readonly<Record<GapFilling, Filling>> = {
  hold: (before) => before,
  line: (before, after, share) => before + share * (after - before),
};

/**
 * Fill what is missing of a signal of some components; the values are those given where nothing is.
 *
 * Samples before the first one that is there have its value, those behind the last one the last value. Throws
 * `SL_DATA_GAPS` where samples are missing and nothing says what stands for them, or where no sample is there.
 */
export function fillGaps(
  values: Float64Array,
  width: number,
  { file, how }: { readonly file: string; readonly how: GapFilling | undefined },
): Float64Array {
  const first = values.findIndex(Number.isNaN);
  if (first < 0) return values;
  if (how === undefined) {
    const missing = values.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
    throw DATA_GAPS({ file, missing, of: values.length, first: Math.floor(first / width) });
  }
  const out = values.slice();
  for (let column = 0; column < width; column++) fillColumn(out, column, { width, how, file });
  return out;
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
