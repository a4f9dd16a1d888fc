import { isDivisible } from "@spikeloom/analysis";
import { PLOT_RANGE } from "./errors.ts";
import { type PlotOptions, readPlotWindow } from "./options.ts";
import { niceStep } from "./ticks.ts";

export interface Range {
  readonly from: number;
  readonly until: number;
}

/** Find the smallest and largest finite value of some arrays; undefined without any. */
export function extent(arrays: Iterable<Float64Array>): Range | undefined {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const values of arrays) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < from) from = value;
      if (value > until) until = value;
    }
  }
  return from > until ? undefined : { from, until };
}

/** Choose the range of times to show: the given window, otherwise the data's range, rounded outwards. */
export function timeRange(times: Iterable<Float64Array>, options: PlotOptions): Range {
  const window = readPlotWindow(options);
  const start = window.from ?? 0;
  const found = extent(times) ?? { from: start, until: start + 1 };
  // A range too small for doubles gets half a millisecond on either side.
  const size = Math.max(1, Math.abs(found.from), Math.abs(found.until));
  const room = found.until - found.from > size * 1e-9 ? 0 : 0.5;
  const data = { from: found.from - room, until: found.until + room };
  const spread = Math.min(data.until - data.from, Number.MAX_VALUE) || 1;
  const grain = niceStep(spread / 50);
  // Data that start near 0 are shown from 0, so that the onset is visible.
  const early = data.from >= 0 && data.from < 0.25 * spread;
  const from = window.from ?? (early ? 0 : Math.min(data.from, gridPoint(data.from, grain, -1)));
  const last = Math.max(data.until, gridPoint(data.until, grain, 1));
  const until = window.until ?? (last > from ? last : from + spread);
  return checkRange({ from, until }, "the time axis");
}

function gridPoint(value: number, grain: number, direction: 1 | -1): number {
  // The slack keeps a value within an ulp of the grid where it is.
  const steps = direction * Math.ceil((direction * value) / grain - 1e-9);
  return Number((steps * grain).toPrecision(12));
}

/** Choose the range of values to show: the data's range with a margin on both sides. */
export function valueRange(data: Range, place: string): Range {
  const size = Math.max(Math.abs(data.from), Math.abs(data.until));
  const span = data.until - data.from;
  const margin = span > size * 1e-9 ? span * 0.05 : size > 1e-300 ? size * 0.05 : 1;
  return checkRange({ from: data.from - margin, until: data.until + margin }, place);
}

/** Range of positive or negative values on a logarithmic axis, with a margin of a sixteenth on each side. */
export function logRange(data: Range): Range {
  const root = Math.sqrt(Math.sqrt(Math.sqrt(Math.sqrt(data.until / data.from))));
  const room = root > 1 + 1e-9 || root < 1 - 1e-9 ? root : data.from < 0 ? 0.5 : 2;
  return { from: data.from / room, until: data.until * room };
}

/** Refuse a range that is empty, reversed, or not divisible in doubles. */
export function checkRange(range: Range, place: string): Range {
  if (isDivisible(range)) return range;
  const expected = "a start well below the end";
  throw PLOT_RANGE({ place, expected, got: `${range.from} to ${range.until}` });
}
