import { decaying, logarithm } from "./decaying.ts";
import { addTerm, type Exponentials, exponentials, valueAt, wholePower } from "./exponentials.ts";

/**
 * Find a lower bound of the first crossing; Infinity if it cannot reach 0.
 *
 * It takes no exponentials: a term with a negative weight is at most 0, and `s e^(-s)` is at most 1 / e. A close bound takes some,
 * and shows more often that there is no crossing.
 */
export function earliestCrossing(sum: Exponentials, isClose: boolean): number {
  const { terms, width, weights, rates } = sum;
  let value = sum.constant;
  let most = value;
  let steepest = 0;
  for (let j = 0, k = 0; j < terms; j++, k += width) {
    const rate = rates[j] as number;
    const own = weights[k] as number;
    value += own;
    if (own > 0) most += own;
    if (width > 1) {
      for (let p = 0; p < width; p++) {
        const weight = weights[k + p] as number;
        const next = p + 1 < width ? (weights[k + p + 1] as number) : 0;
        const slope = rate * weight + (p + 1) * next;
        if (weight <= 0 && slope <= 0) continue;
        const peak = p === 0 ? 1 : wholePower((0.368 * p) / Math.abs(rate), p);
        if (p > 0 && weight > 0) most += weight * peak;
        if (slope > 0) steepest += slope * peak;
      }
    } else if (own < 0) steepest += rate * own;
  }
  if (most < 0 || (isClose && width <= 2 && staysBelow(sum, most))) return Number.POSITIVE_INFINITY;
  return value < 0 ? (-0.999 * value) / steepest : 0;
}

/** Rounding of a bound, relative to the weights and to their slopes. */
const boundNoise = 1e-13;

/** `y e^(-y)` is at most 1 / e, which is below this. */
const alphaPeak = 0.368;

/**
 * Test whether a bound shows that a sum of exponentials and alpha functions never reaches 0.
 *
 * `most` is the constant plus positive weights. With x the exponential of the slowest mode, y = -ln x in proportion to time, and
 * r the rate of another mode by that of x, its part is x^r (w + u y). Negative w and u of fast ones, r > 1, are bounded by a tangent
 * at a point near the maximum, all others by chords: x^r is at most x, and x^r y at most x / (e (r - 1)). For negative w
 * and u, -x^r (w + u y) is convex up to an x and concave above. Its tangent in the convex part is a lower bound, once
 * it is lowered as far as it exceeds the value at x = 1.
 */
function staysBelow(sum: Exponentials, most: number): boolean {
  const { constant, terms, width, weights, rates } = sum;
  let slowest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < terms; j++) {
    const rate = rates[j] as number;
    if (rate >= 0) return false;
    const weight = weights[j * width] as number;
    if ((width > 1 ? weight !== 0 : weight > 0) && rate > slowest) slowest = rate;
  }
  const perTime = -1 / slowest;
  let slope = 0;
  let whole = 0;
  /** The point is e^-at, and the tangents are in the convex part from `least` on. */
  let at = 0;
  let least = 0;
  for (let j = 0; j < terms; j++) {
    const weight = weights[j * width] as number;
    const alpha = width > 1 ? (weights[j * width + 1] as number) * perTime : 0;
    const excess = (rates[j] as number) / slowest - 1;
    if (!(excess > 0)) {
      // This exceeds all chords.
      if (alpha > 0) return false;
      slope += weight;
      continue;
    }
    if (weight > 0) slope += weight;
    if (alpha > 0) slope += (alpha * alphaPeak) / excess;
    const own = weight < 0 ? -weight : 0;
    const ownAlpha = alpha < 0 ? -alpha : 0;
    whole += (own + ownAlpha) * (excess + 1);
    if (ownAlpha > 0) {
      const inflection = (excess + excess + 1) / ((excess + 1) * excess) - own / ownAlpha;
      least = Math.max(least, inflection);
      // Newton's method begins where the slope changes.
      at = Math.max(at, inflection + 1 / excess);
    }
  }
  let fast = 0;
  let lift = 0;
  let above = 0;
  let x = 0;
  // Any point from `least` on gives a bound; some steps of Newton's method, with an approximate logarithm, lead near the best.
  for (let steps = width > 1 ? 3 : 2; steps >= 0; steps--) {
    let faster = 0;
    fast = 0;
    if (steps === 0) x = decaying(-at);
    for (let j = 0; j < terms; j++) {
      const weight = weights[j * width] as number;
      const alpha = width > 1 ? (weights[j * width + 1] as number) * perTime : 0;
      const excess = (rates[j] as number) / slowest - 1;
      if (!(excess > 0) || !(weight < 0 || alpha < 0)) continue;
      const own = weight < 0 ? -weight : 0;
      const ownAlpha = alpha < 0 ? -alpha : 0;
      const left = at === 0 ? 1 : decaying(-excess * at);
      const value = own + ownAlpha * at;
      const each = left * (value * (excess + 1) - ownAlpha);
      fast += each;
      if (steps > 0) faster += each * excess - left * (ownAlpha * (excess + 1));
      else {
        const lifted = left * (value * excess - ownAlpha);
        const excessive = each - x * lifted - own;
        lift += lifted;
        if (ownAlpha > 0 && excessive > 0) above += excessive;
      }
    }
    if (steps > 0) at = pointAfter(at, { slope, fast, faster, least });
  }
  const rest = slope - fast;
  const bound = constant + x * lift + above + (rest > 0 ? rest : 0);
  return bound < -boundNoise * (most - constant + whole);
}

/** Slopes by x, of chords and of fast terms at a point, and the derivative of the latter by its logarithm. */
interface Slopes {
  readonly slope: number;
  readonly fast: number;
  readonly faster: number;
  /** Least point. */
  readonly least: number;
}

function pointAfter(at: number, { slope, fast, faster, least }: Slopes): number {
  const ratio = fast / slope;
  const square = ratio * ratio;
  const logarithm = (3 * (square - 1)) / (square + 4 * ratio + 1);
  const next = at + (logarithm * fast) / faster;
  return next > least ? next : least;
}

/** Time constants after which an exponential no longer changes a sum: e^-64 is below `decayedShare`. */
const timeConstants = 64;
const decayedShare = 1.7e-28;

/** A time after which a sum keeps its sign, and that sign. */
interface Horizon {
  readonly time: number;
  readonly isAbove: boolean;
}

/** Find the horizon of a sum; it depends on the sum alone, so what is found up to it does not depend on when it is searched. */
function horizonOf(sum: Exponentials): Horizon {
  const { constant, terms, width, weights, rates } = sum;
  let slowest = Number.NEGATIVE_INFINITY;
  let degree = 0;
  let leading = 0;
  let most = Math.abs(constant);
  for (let j = 0; j < terms; j++) {
    const rate = rates[j] as number;
    for (let p = 0; p < width; p++) {
      const weight = weights[j * width + p] as number;
      most += Math.abs(weight);
      if (rate === 0 && weight !== 0 && p > degree) [degree, leading] = [p, weight];
    }
    if (rate < 0) slowest = Math.max(slowest, rate);
  }
  let decayed = slowest === Number.NEGATIVE_INFINITY ? 1 : timeConstants / -slowest;
  if (degree === 0) {
    // Mostly the constant is far greater, so no exponential is needed.
    let power = 1;
    for (let p = 1; p < width; p++) power *= Math.max(1, decayed);
    const isTiny = most * power * decayedShare >= Math.abs(constant);
    // A tiny constant decides only when the exponentials are smaller still; e^-708 counts as 0.
    while (
      isTiny &&
      constant !== 0 &&
      -slowest * decayed < 708 &&
      tailAt(sum, decayed) >= Math.abs(constant)
    )
      decayed *= 2;
    return { time: decayed, isAbove: constant > 0 };
  }
  // Roots of a polynomial lie below 1 + the largest ratio of a coefficient to the leading one (Cauchy).
  const time = Math.max(decayed, 2 + (2 * most) / Math.abs(leading));
  return { time, isAbove: valueAt(sum, time) >= 0 };
}

/** Bound the magnitude of the terms from a time on, after their maxima. */
function tailAt({ terms, width, weights, rates }: Exponentials, s: number): number {
  let tail = 0;
  for (let j = 0; j < terms; j++) {
    const left = decaying((rates[j] as number) * s);
    for (let p = 0; p < width; p++) {
      tail += Math.abs(weights[j * width + p] as number) * wholePower(s, p) * left;
    }
  }
  return tail;
}

/** Rounding of a value, relative to the greatest magnitudes of all terms together. */
const rounding = 1e-14;

/**
 * Find when a sum that begins below 0 first reaches 0, whatever the time; Infinity if it never does.
 *
 * With `isAbove` it begins at 0 or above, up to rounding, and first falls below. Between the zeros of its slope a sum is monotonic,
 * so the signs at these zeros show every crossing; `specs/program/continuous.md` proves that none is missed.
 */
export function nextCrossing(sum: Exponentials, isAbove = false): number {
  const { constant, terms, width, weights, rates } = sum;
  let before = constant;
  let slope = 0;
  let fastest = 0;
  let noise = Math.abs(constant);
  let slopeNoise = 0;
  for (let j = 0, k = 0; j < terms; j++, k += width) {
    const rate = rates[j] as number;
    const weight = weights[k] as number;
    const ramp = width > 1 ? (weights[k + 1] as number) : 0;
    before += weight;
    slope += rate * weight + ramp;
    noise += Math.abs(weight);
    slopeNoise += Math.abs(rate * weight) + Math.abs(ramp);
    fastest = Math.max(fastest, -rate);
    for (let p = 1; p < width && rate < 0; p++) {
      noise += Math.abs(weights[k + p] as number) * wholePower((0.368 * p) / -rate, p);
    }
  }
  noise *= rounding;
  // An arrival at the very time of a crossing may leave it immediately.
  if (isAbove) before = Math.max(before, 0);
  else if (before >= 0 && slope > rounding * slopeNoise) return 0;
  const { time: end, isAbove: endsAbove } = horizonOf(sum);
  const count = findTurningPoints(sum, end);
  let from = 0;
  for (let k = 0; k < count; k++) {
    const to = found[k] as number;
    const value = valueAt(sum, to);
    // Between two values that are 0 up to rounding there is no crossing.
    if (before < 0 && value >= 0 && (before < -noise || value > noise)) {
      // Near a turn it is a parabola.
      return between(sum, from, to, to - (to - from) * Math.sqrt(value / (value - before)));
    }
    // A sum that begins at 0, or touches it, may leave it upwards, even with a slope of 0.
    if (!isAbove && before >= 0 && before <= noise && value > noise) return from;
    from = to;
    before = value;
  }
  if (!endsAbove) return Number.POSITIVE_INFINITY;
  if (before >= 0) {
    const rises = !isAbove && before <= noise && valueAt(sum, end) > noise;
    return rises ? from : Number.POSITIVE_INFINITY;
  }
  // Doubled intervals bracket it.
  for (let span = fastest > 0 ? 0.5 / fastest : end; ; span *= 2) {
    const to = Math.min(from + span, end);
    if (to === end || valueAt(sum, to) >= 0) return between(sum, from, to);
    from = to;
  }
}

/** Find the zeros of its slope, in order. */
export function turns(sum: Exponentials, until: number): Float64Array {
  return found.slice(0, findTurningPoints(sum, until));
}

/** Zeros of the slope that were found last; reallocated when they grow. */
let found = new Float64Array(16);

/** Find the zeros of its slope; return their number. */
function findTurningPoints(sum: Exponentials, until: number): number {
  const { terms, width, weights, rates } = sum;
  if (width === 1 && terms < 3) return terms < 2 ? 0 : turnOfTwo(weights, rates, until);
  const slopes: Term[] = [];
  for (let j = 0; j < terms; j++) {
    const own = Array.from(weights.subarray(j * width, (j + 1) * width));
    slopes.push(slopeTerm({ rate: rates[j] as number, weights: own }));
  }
  const all = zeros(slopes, until);
  if (all.length > found.length) found = new Float64Array(2 * all.length);
  found.set(all);
  return all.length;
}

/** Smallest positive number with all bits of precision. */
const leastNormal = 2 ** -1022;

/** Two plain exponentials, as of a potential and a current, have a closed-form extremum. */
function turnOfTwo(weights: Float64Array, rates: Float64Array, until: number): number {
  const a = rates[0] as number;
  const b = rates[1] as number;
  const ratio = -(b * (weights[1] as number)) / (a * (weights[0] as number));
  if (!(ratio >= leastNormal && ratio < Number.POSITIVE_INFINITY)) return 0;
  const at = logarithm(ratio) / (a - b);
  if (!(at > 0 && at < until)) return 0;
  found[0] = at;
  return 1;
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
  const all: number[] = [];
  let from = 0;
  let before = valueAt(sum, 0);
  for (const turn of [...zeros(shifted.map(slopeTerm), until), until]) {
    const value = valueAt(sum, turn);
    if (before < 0 !== value < 0) all.push(between(sum, from, turn));
    from = turn;
    before = value;
  }
  return all;
}

/** Tolerance of Halley's method: the error of the next step would be its cube. */
const lastStep = 1e-7;

/**
 * Find the zero between two times; the sum is monotonic there.
 *
 * Uses steps of Halley's method, whose second derivative needs no further exponentials, or bisection if these lead outside
 * or do not become shorter: far out in the tail of an exponential they proceed by a few time constants each.
 */
function between(sum: Exponentials, from: number, until: number, first = 0.5 * (from + until)) {
  const { constant, terms, width, weights, rates } = sum;
  const rises = valueAt(sum, until) >= 0;
  let left = from;
  let right = until;
  let at = first;
  let span = until - from;
  for (let k = 0; k < 200; k++) {
    let value = constant;
    let slope = 0;
    let bend = 0;
    for (let j = 0; j < terms; j++) {
      const rate = rates[j] as number;
      const decayed = decaying(rate * at);
      let i = (j + 1) * width - 1;
      // The polynomial of the term, its slope, and half of its second derivative.
      let own = weights[i] as number;
      let slant = 0;
      let curve = 0;
      for (const last = j * width; i > last; ) {
        curve = curve * at + slant;
        slant = slant * at + own;
        own = own * at + (weights[--i] as number);
      }
      value += decayed * own;
      slope += decayed * (rate * own + slant);
      bend += decayed * (rate * (rate * own + 2 * slant) + 2 * curve);
    }
    if (value < 0 === rises) left = at;
    else right = at;
    let next = at - (2 * value * slope) / (2 * slope * slope - value * bend);
    const leads = next >= left && next <= right && Math.abs(next - at) <= 0.5 * span;
    if (!leads) next = 0.5 * (left + right);
    const step = Math.abs(next - at);
    span = leads ? step : right - left;
    if (step <= (leads ? lastStep : Number.EPSILON) * right) return next;
    at = next;
  }
  return at;
}
