import { PLOT_LENGTHS } from "./errors.ts";
import type { Axis, AxisTick } from "./figure.ts";
import { formatValues } from "./format-values.ts";
import { extent, logRange, valueRange } from "./range.ts";

/** Values of a swept parameter, one per run. */
export interface SweptParameter {
  readonly label: string;
  /** Empty for pure numbers and names. */
  readonly unit: string;
  /** Additional information, such as parameters set along with it. */
  readonly detail?: string | undefined;
  /** Numbers, or strings for non-numeric values. */
  readonly values: Float64Array | readonly string[];
}

/** A measure of one population in each run; NaN where it is undefined. */
export interface SweptSeries {
  readonly label: string;
  readonly values: Float64Array;
}

/** One measure of a sweep. */
export interface SweptMeasure {
  readonly label: string;
  readonly unit: string;
  readonly series: readonly SweptSeries[];
}

/** Positions of the values of a parameter on an axis. */
export interface SweptPlaces {
  readonly axis: Axis;
  /** Position of each distinct value, ascending; indices for names. */
  readonly at: Float64Array;
  /** Index into `at` of each run. */
  readonly placeOf: Uint32Array;
}

/**
 * Place the values of a parameter on an axis with a tick at each of them.
 *
 * The axis is logarithmic if the values are spaced by factors; names are placed side by side in the order of
 * their first runs.
 */
export function layOutValues(parameter: SweptParameter): SweptPlaces {
  const { label, unit, detail, values } = parameter;
  if (!(values instanceof Float64Array)) {
    return layOutNames([label, detail ?? ""].filter(Boolean).join(", "), values);
  }
  const distinct = Float64Array.from(new Set(values)).sort();
  const placeOf = placesIn(distinct, values);
  const data = extent([distinct]) ?? { from: 0, until: 1 };
  const ticks = ticksAt(distinct, distinct);
  const axis = { kind: "number" as const, label, unit, detail, ticks };
  if (!areFactors(distinct)) {
    return { axis: { ...axis, ...valueRange(data, label) }, at: distinct, placeOf };
  }
  return { axis: { ...axis, ...logRange(data), scale: "log" }, at: distinct, placeOf };
}

/** Place the values of a parameter at equal distances, whatever their differences. */
export function layOutEvenly(parameter: SweptParameter): SweptPlaces {
  const { label, unit, detail, values } = parameter;
  if (!(values instanceof Float64Array)) return layOutValues(parameter);
  const distinct = Float64Array.from(new Set(values)).sort();
  const at = Float64Array.from(distinct.keys());
  const range = { from: -0.5, until: Math.max(1, distinct.length) - 0.5 };
  const axis = { kind: "number" as const, label, unit, detail, ...range };
  return {
    axis: { ...axis, ticks: ticksAt(at, distinct) },
    at,
    placeOf: placesIn(distinct, values),
  };
}

/** Ticks with the labels of values; what is not finite has no place on an axis. */
function ticksAt(at: Float64Array, values: Float64Array): readonly AxisTick[] {
  const texts = formatValues(values);
  const ticks = Array.from(at, (place, k): AxisTick => ({ at: place, text: texts[k] ?? "" }));
  return ticks.filter((tick) => Number.isFinite(tick.at));
}

function layOutNames(label: string, values: readonly string[]): SweptPlaces {
  const distinct = [...new Set(values)];
  const bands = distinct.map((name, k) => {
    return { from: k - 0.5, until: k + 0.5, name, detail: "", colour: "ink" as const };
  });
  const until = Math.max(1, distinct.length) - 0.5;
  return {
    axis: { kind: "bands", label, from: -0.5, until, bands },
    at: Float64Array.from(distinct.keys()),
    placeOf: placesIn(distinct, values),
  };
}

function placesIn<Value>(distinct: Iterable<Value>, values: Iterable<Value>): Uint32Array {
  const places = new Map([...distinct].map((value, k) => [value, k]));
  return Uint32Array.from([...values], (value) => places.get(value) as number);
}

/**
 * Check whether values are spaced by factors, as those of `logspace` and lists such as 1, 2, 5, 10 are.
 *
 * The steps between their logarithms are similar, and more similar than the steps between the values.
 */
function areFactors(ascending: Float64Array): boolean {
  const [first = 0, last = 0] = [ascending[0], ascending[ascending.length - 1]];
  const ratio = last / first;
  if (ascending.length < 3 || !(ratio > 1e-300 && ratio < 1e300)) return false;
  const factors = unevenness(ascending.map((value) => Math.log10(Math.abs(value))));
  return factors <= 2.5 && unevenness(ascending) > 1.5 * factors;
}

/** Compute the ratio of the largest to the smallest step between neighbours. */
function unevenness(values: Float64Array): number {
  const steps = values.subarray(1).map((value, k) => Math.abs(value - (values[k] as number)));
  return Math.max(...steps) / Math.min(...steps);
}

/** Check that each run has a value of the measure. */
export function checkMeasure({ series }: SweptMeasure, runs: number): void {
  for (const { label, values } of series) {
    if (values.length === runs) continue;
    const expected = `${runs} values, one for each run`;
    throw PLOT_LENGTHS({ place: `values of "${label}"`, expected, got: String(values.length) });
  }
}

/** Collect the finite values of the runs at each place. */
export function valuesByPlace(
  values: Float64Array,
  placeOf: ArrayLike<number>,
  places: number,
): readonly (readonly number[])[] {
  const found = Array.from({ length: places }, (): number[] => []);
  for (const [k, value] of values.entries()) {
    if (Number.isFinite(value)) found[placeOf[k] as number]?.push(value);
  }
  return found;
}
