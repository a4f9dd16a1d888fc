import { decaying } from "./decaying.ts";

/**
 * A constant and exponentials with polynomial factors, whose rates are at most 0.
 *
 * `constant + sum of (weights[width j] + weights[width j + 1] s + ...) * e^(rates[j] s)`.
 */
export interface Exponentials {
  constant: number;
  /** Number of used terms. */
  terms: number;
  /** Coefficients of a term: its degree and 1. */
  readonly width: number;
  readonly weights: Float64Array;
  readonly rates: Float64Array;
}

/** Allocate such a sum. */
export function exponentials(most: number, degree = 0): Exponentials {
  const width = degree + 1;
  return {
    constant: 0,
    terms: 0,
    width,
    weights: new Float64Array(most * width),
    rates: new Float64Array(most),
  };
}

/** Add a term, combining terms with the same rate. */
export function addTerm(sum: Exponentials, rate: number, weights: ArrayLike<number>): void {
  let j = 0;
  while (j < sum.terms && sum.rates[j] !== rate) j++;
  const first = j * sum.width;
  if (j === sum.terms) {
    sum.rates[sum.terms++] = rate;
    sum.weights.fill(0, first, first + sum.width);
  }
  for (let p = 0; p < weights.length; p++) {
    sum.weights[first + p] = (sum.weights[first + p] as number) + (weights[p] as number);
  }
}

/** Return the value at a time. */
export function valueAt(sum: Exponentials, s: number): number {
  let value = sum.constant;
  for (let j = 0; j < sum.terms; j++) {
    value += factorAt(sum, j, s) * decaying((sum.rates[j] as number) * s);
  }
  return value;
}

/** Return the slope at a time. */
export function slopeAt(sum: Exponentials, s: number): number {
  let slope = 0;
  for (let j = 0; j < sum.terms; j++) {
    const rate = sum.rates[j] as number;
    slope += (rate * factorAt(sum, j, s) + factorSlopeAt(sum, j, s)) * decaying(rate * s);
  }
  return slope;
}

/** Return the integral from 0 to a time. */
export function integralTo(sum: Exponentials, s: number): number {
  if (s === 0) return 0;
  let integral = sum.constant * s;
  for (let j = 0; j < sum.terms; j++) {
    const rate = sum.rates[j] as number;
    const left = decaying(rate * s);
    for (let p = 0; p < sum.width; p++) {
      const weight = sum.weights[j * sum.width + p] as number;
      if (weight !== 0) integral += weight * powerIntegral(p, rate, s, left);
    }
  }
  return integral;
}

/** Integrate `s^power e^(rate s)` from 0 to a time, at which the exponential is `left`. */
export function powerIntegral(power: number, rate: number, s: number, left: number): number {
  if (rate === 0) return wholePower(s, power + 1) / (power + 1);
  let integral = (left - 1) / rate;
  for (let p = 1; p <= power; p++) integral = (wholePower(s, p) * left - p * integral) / rate;
  return integral;
}

/** Raise to a whole power by multiplications. */
export function wholePower(x: number, power: number): number {
  let product = 1;
  for (let p = 0; p < power; p++) product *= x;
  return product;
}

/** The polynomial of a term at a time. */
function factorAt({ width, weights }: Exponentials, j: number, s: number): number {
  let k = (j + 1) * width - 1;
  let factor = weights[k] as number;
  for (const first = j * width; k > first; ) factor = factor * s + (weights[--k] as number);
  return factor;
}

/** The slope of the polynomial of a term. */
function factorSlopeAt({ width, weights }: Exponentials, j: number, s: number): number {
  let slope = 0;
  for (let p = width - 1; p > 0; p--) slope = slope * s + p * (weights[j * width + p] as number);
  return slope;
}
