import { hostFunctions } from "@spikeloom/equations/functions";
import { decaying } from "./decaying.ts";
import {
  addTerm,
  type Exponentials,
  exponentials,
  factorAt,
  factorSlopeAt,
  valueAt,
  wholePower,
} from "./exponentials.ts";

const log = hostFunctions["log"] as (x: number) => number;

/**
 * Find when a sum that begins below 0 first reaches 0, up to a time.
 *
 * Infinity if it does not. Between the zeros of its slope it is monotonic, so no crossing is missed, however short.
 */
export function firstCrossing(sum: Exponentials, until: number): number {
  if (!canReach(sum, until)) return Number.POSITIVE_INFINITY;
  let before = sum.constant;
  let [slope, noise] = [0, Math.abs(before)];
  for (let j = 0, k = 0; j < sum.terms; j++, k += sum.width) {
    const weight = sum.weights[k] as number;
    before += weight;
    noise += Math.abs(weight);
    slope += (sum.rates[j] as number) * weight;
    if (sum.width > 1) slope += sum.weights[k + 1] as number;
  }
  noise *= 1e-12;
  // An arrival at the very time of a crossing may leave it immediately.
  if (before >= 0 && slope > 0) return 0;
  const all = turns(sum, until);
  let from = 0;
  let falls = all.length === 0 && slope * until < -noise;
  for (let k = 0; k <= all.length && !(falls && k === all.length); k++) {
    const to = all[k] ?? until;
    const value = valueAt(sum, to);
    if (before < 0 && value >= 0) return between(sum, from, to);
    // After a maximum it falls.
    falls = value - before > noise;
    [from, before] = [to, value];
  }
  return Number.POSITIVE_INFINITY;
}

/** Whether an upper bound reaches 0: `s e^(-s)` is at most 1 / e. */
function canReach({ constant, terms, width, weights, rates }: Exponentials, until: number) {
  let most = constant;
  for (let j = 0; j < terms; j++) {
    for (let p = 0; p < width; p++) {
      const weight = weights[j * width + p] as number;
      if (weight <= 0) continue;
      most +=
        p === 0
          ? weight
          : weight * wholePower(Math.min(until, (0.368 * p) / Math.abs(rates[j] as number)), p);
    }
  }
  return most >= 0;
}

/** Find the zeros of its slope, in order. */
export function turns(sum: Exponentials, until: number): readonly number[] {
  const { terms, width, weights, rates } = sum;
  if (terms === 2 && width === 1) return turnOfTwo(weights, rates, until);
  const slopes: Term[] = [];
  for (let j = 0; j < terms; j++) {
    const own = Array.from(weights.subarray(j * width, (j + 1) * width));
    slopes.push(slopeTerm({ rate: rates[j] as number, weights: own }));
  }
  return zeros(slopes, until);
}

/** Two plain exponentials, as of a potential and a current, have a closed-form extremum. */
function turnOfTwo(weights: Float64Array, rates: Float64Array, until: number): readonly number[] {
  const [a, b] = [rates[0] as number, rates[1] as number];
  const ratio = -(b * (weights[1] as number)) / (a * (weights[0] as number));
  if (!(ratio > 0)) return [];
  const at = log(ratio) / (a - b);
  return at > 0 && at < until ? [at] : [];
}

/** An exponential with a polynomial factor. */
interface Term {
  readonly rate: number;
  readonly weights: readonly number[];
}

function slopeTerm({ rate, weights }: Term): Term {
  return { rate, weights: weights.map((one, p) => rate * one + (p + 1) * (weights[p + 1] ?? 0)) };
}

/**
 * Find the zeros of a sum of exponentials: divided by the slowest of them it is a polynomial plus faster ones, whose slope has a
 * lower degree or fewer terms, and known zeros.
 */
function zeros(terms: readonly Term[], until: number): readonly number[] {
  const present = terms.filter(({ weights }) => weights.some((one) => one !== 0));
  const slowest = present.reduce(
    (most, { rate }) => Math.max(most, rate),
    Number.NEGATIVE_INFINITY,
  );
  const isConstant = present[0]?.weights.every((one, p) => p === 0 || one === 0);
  if (present.length < 2 && isConstant !== false) return [];
  const shifted = present.map(({ rate, weights }): Term => ({ rate: rate - slowest, weights }));
  const degree = Math.max(...present.map(({ weights }) => weights.length)) - 1;
  const sum = exponentials(shifted.length, degree);
  for (const { rate, weights } of shifted) addTerm(sum, rate, weights);
  const found: number[] = [];
  let from = 0;
  let before = valueAt(sum, 0);
  for (const turn of [...zeros(shifted.map(slopeTerm), until), until]) {
    const value = valueAt(sum, turn);
    if (before < 0 !== value < 0) found.push(between(sum, from, turn));
    from = turn;
    before = value;
  }
  return found;
}

/** Tolerance of Newton's method: the next step would be its square. */
const lastStep = 1e-9;

/**
 * Find the zero between two times; the sum is monotonic there. Uses Newton steps, or bisection if these lead outside.
 */
function between(sum: Exponentials, from: number, until: number): number {
  const { constant, terms, rates } = sum;
  const rises = valueAt(sum, until) >= 0;
  let [left, right] = [from, until];
  let at = 0.5 * (left + right);
  for (let k = 0; k < 100; k++) {
    let [value, slope] = [constant, 0];
    for (let j = 0; j < terms; j++) {
      const rate = rates[j] as number;
      const decayed = decaying(rate * at);
      const part = factorAt(sum, j, at) * decayed;
      value += part;
      slope += rate * part + factorSlopeAt(sum, j, at) * decayed;
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
