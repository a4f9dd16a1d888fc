import { hostFunctions } from "@spikeloom/equations/functions";
import { decaying } from "./decaying.ts";

const log = hostFunctions["log"] as (x: number) => number;

/** A constant and exponentials: `constant + sum of (weights[j] + ramps[j] s) * e^(rates[j] s)`, with negative rates. */
export interface Exponentials {
  constant: number;
  /** Number of used elements. */
  terms: number;
  readonly weights: Float64Array;
  /** Non-zero if a current decays at the rate of the potential. */
  readonly ramps: Float64Array;
  readonly rates: Float64Array;
}

/** Allocate such a sum. */
export function exponentials(most: number): Exponentials {
  return {
    constant: 0,
    terms: 0,
    weights: new Float64Array(most),
    ramps: new Float64Array(most),
    rates: new Float64Array(most),
  };
}

/** Add a term, combining terms with the same rate. */
export function addTerm(sum: Exponentials, weight: number, rate: number, ramp = 0): void {
  for (let j = 0; j < sum.terms; j++) {
    if (sum.rates[j] !== rate) continue;
    sum.weights[j] = (sum.weights[j] as number) + weight;
    sum.ramps[j] = (sum.ramps[j] as number) + ramp;
    return;
  }
  sum.weights[sum.terms] = weight;
  sum.ramps[sum.terms] = ramp;
  sum.rates[sum.terms++] = rate;
}

/** Return the value at a time. */
export function valueAt(
  { constant, terms, weights, ramps, rates }: Exponentials,
  s: number,
): number {
  let sum = constant;
  for (let j = 0; j < terms; j++) {
    const weight = (weights[j] as number) + (ramps[j] as number) * s;
    sum += weight * decaying((rates[j] as number) * s);
  }
  return sum;
}

/** Return the slope at a time. */
export function slopeOf({ terms, weights, ramps, rates }: Exponentials, s: number): number {
  let sum = 0;
  for (let j = 0; j < terms; j++) {
    const [rate, ramp] = [rates[j] as number, ramps[j] as number];
    sum += (rate * ((weights[j] as number) + ramp * s) + ramp) * decaying(rate * s);
  }
  return sum;
}

/**
 * Find when a sum with a negative initial value first reaches 0, before a time; otherwise Infinity.
 *
 * Between the zeros of its slope it is monotonic, so no crossing is missed, however short.
 */
export function firstCrossing(sum: Exponentials, until: number): number {
  if (!canReach(sum)) return Number.POSITIVE_INFINITY;
  const first = atFirst(sum);
  const slope = slopeAtFirst(sum);
  const rises = slope > 0;
  // An arrival at the very time of a crossing may leave it immediately.
  if (first >= 0 && rises) return 0;
  const all = turns(sum, until);
  let [from, before, isRising] = [0, first, rises];
  for (let k = 0; k <= all.length; k++) {
    const to = all[k] ?? until;
    // A decreasing negative sum does not reach 0.
    const value = isRising || slope === 0 ? valueAt(sum, to) : -1;
    if (before < 0 && value >= 0) return between(sum, from, to);
    [from, before, isRising] = [to, value, !isRising];
  }
  return Number.POSITIVE_INFINITY;
}

function slopeAtFirst({ terms, weights, ramps, rates }: Exponentials): number {
  let slope = 0;
  for (let j = 0; j < terms; j++) {
    slope += (rates[j] as number) * (weights[j] as number) + (ramps[j] as number);
  }
  return slope;
}

function atFirst({ constant, terms, weights }: Exponentials): number {
  let value = constant;
  for (let j = 0; j < terms; j++) value += weights[j] as number;
  return value;
}

/** No term exceeds its weight; `s e^(-s)` is at most 1 / e. */
function canReach({ constant, terms, weights, ramps, rates }: Exponentials): boolean {
  let most = constant;
  for (let j = 0; j < terms; j++) {
    const ramp = (0.368 * (ramps[j] as number)) / -(rates[j] as number);
    most += Math.max(0, weights[j] as number) + Math.max(0, ramp);
  }
  return most >= 0;
}

/** Find the zeros of its slope, in order. */
export function turns(sum: Exponentials, until: number): readonly number[] {
  const { terms, weights, ramps, rates } = sum;
  const isPlain = ramps[0] === 0 && ramps[1] === 0;
  if (terms === 2 && isPlain) return turnOfTwo(weights, rates, until);
  const slopes: Term[] = [];
  for (let j = 0; j < terms; j++) {
    slopes.push(slopeTerm([weights[j] as number, ramps[j] as number, rates[j] as number]));
  }
  return zeros(slopes, until);
}

/** The usual case, with one current, has a closed-form extremum. */
function turnOfTwo(weights: Float64Array, rates: Float64Array, until: number): readonly number[] {
  const [a, b] = [rates[0] as number, rates[1] as number];
  const ratio = -(b * (weights[1] as number)) / (a * (weights[0] as number));
  if (!(ratio > 0)) return [];
  const at = log(ratio) / (a - b);
  return at > 0 && at < until ? [at] : [];
}

type Term = readonly [weight: number, ramp: number, rate: number];

const slopeTerm = ([weight, ramp, rate]: Term): Term => [rate * weight + ramp, rate * ramp, rate];

/**
 * Find the zeros of a sum of exponentials: divided by one of them it is a constant or a line plus fewer ones, whose
 * slope has known zeros.
 */
function zeros(terms: readonly Term[], until: number): readonly number[] {
  const present = terms.filter(([weight, ramp]) => weight !== 0 || ramp !== 0);
  const slowest = present.reduce((most, one) => (one[2] > most[2] ? one : most), none);
  if (present.length < 2 && slowest[1] === 0) return [];
  const shifted = present.map(([weight, ramp, rate]): Term => [weight, ramp, rate - slowest[2]]);
  const slopes = shifted.map(slopeTerm);
  const sum = exponentials(shifted.length);
  for (const [weight, ramp, rate] of shifted) addTerm(sum, weight, rate, ramp);
  const found: number[] = [];
  let from = 0;
  let before = valueAt(sum, 0);
  for (const turn of [...zeros(slopes, until), until]) {
    const value = valueAt(sum, turn);
    if (before < 0 !== value < 0) found.push(between(sum, from, turn));
    from = turn;
    before = value;
  }
  return found;
}

const none: Term = [0, 0, Number.NEGATIVE_INFINITY];

/** Tolerance of Newton's method: the next step would be its square. */
const lastStep = 1e-9;

/**
 * Find the zero between two times; the sum is monotonic there. Uses Newton steps, or bisection if these lead outside.
 */
function between(sum: Exponentials, from: number, until: number): number {
  const { constant, terms, weights, ramps, rates } = sum;
  const rises = valueAt(sum, until) >= 0;
  let [left, right] = [from, until];
  let at = 0.5 * (left + right);
  for (let k = 0; k < 100; k++) {
    let [value, slope] = [constant, 0];
    for (let j = 0; j < terms; j++) {
      const [rate, ramp] = [rates[j] as number, ramps[j] as number];
      const left = decaying(rate * at);
      const part = ((weights[j] as number) + ramp * at) * left;
      value += part;
      slope += rate * part + ramp * left;
    }
    if (value < 0 === rises) left = at;
    else right = at;
    let next = at - value / slope;
    const leads = next >= left && next <= right;
    if (!leads) next = 0.5 * (left + right);
    const step = Math.abs(next - at);
    if (step <= (leads ? lastStep : Number.EPSILON) * right) return next;
    at = next;
  }
  return at;
}
