/** Range of a quantity, in the unit of what it measures. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * How a value was obtained.
 *
 * - `simulated`: from the circuit, before the chip was made.
 * - `measured`: on the chip, or fitted to measurements.
 * - `derived`: divided from published totals.
 * - `all-in`: all power divided by all operations, so that idle power is included.
 * - `bound`: published as an upper bound, so that the range begins at 0.
 * - `assumption`: not published; the reason is stated.
 */
export type ValueStatus = "simulated" | "measured" | "derived" | "all-in" | "bound" | "assumption";

/** A value of a constant, with its source. */
export interface SourcedValue {
  readonly value: number;
  readonly about: string;
  /** DOI or URL. */
  readonly cite: string;
  readonly status: ValueStatus;
}

/** Energy, power or time of an operation of a machine, as all values known of it. */
export interface EnergyConstant {
  readonly unit: "pJ" | "mW" | "ns";
  readonly about: string;
  readonly values: readonly SourcedValue[];
}

/** Range of the values of a constant. */
export function rangeOf({ values }: EnergyConstant): Interval {
  const ends = values.map(({ value, status }) => [status === "bound" ? 0 : value, value] as const);
  return {
    low: ends.reduce((least, [low]) => Math.min(least, low), Number.POSITIVE_INFINITY),
    high: ends.reduce((most, [, high]) => Math.max(most, high), 0),
  };
}

/** Leave out values that include idle power, unless there are no others. */
export function withoutIdle(constant: EnergyConstant): EnergyConstant {
  const values = constant.values.filter(({ status }) => status !== "all-in");
  return values.length === 0 ? constant : { ...constant, values };
}

/** Multiply a range by a count. */
export function times({ low, high }: Interval, count: number): Interval {
  return { low: low * count, high: high * count };
}

/** Add up ranges. */
export function sum(ranges: readonly Interval[]): Interval {
  return {
    low: ranges.reduce((total, { low }) => total + low, 0),
    high: ranges.reduce((total, { high }) => total + high, 0),
  };
}
