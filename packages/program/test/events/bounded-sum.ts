import type { Exponentials } from "../../src/events/exponentials.ts";

/**
 * Interval bounds of a sum of exponentials: they share no code and no idea with the search for crossings.
 *
 * On an interval of centre m and half length h, Taylor's theorem bounds the sum by f(m) + |f'(m)| h + B h^2 / 2, where B bounds
 * the second derivative: the sum of the magnitudes of its terms, each with the power of the right and the exponential of the left end.
 */
export interface BoundedSum {
  /** Value and slope at a time. */
  at(s: number): readonly [value: number, slope: number];
  /** Greatest magnitude of all terms together up to a time, to which rounding errors are relative. */
  magnitude(until: number): number;
  /** Bound of the second derivative in an interval. */
  bend(from: number, until: number): number;
  /** Time after which only the constant and a ramp remain. */
  readonly decayed: number;
}

/** Prepare the bounds of a sum. */
export function boundedSum({ constant, terms, width, weights, rates }: Exponentials): BoundedSum {
  const term = (j: number, p: number): number =>
    p < width ? (weights[j * width + p] as number) : 0;
  const rateOf = (j: number): number => rates[j] as number;
  const curves: number[] = [];
  let decayed = 1;
  for (let j = 0; j < terms; j++) {
    const r = rateOf(j);
    if (r < 0) decayed = Math.max(decayed, 80 / -r);
    for (let p = 0; p < width; p++) {
      const second = (p + 1) * (p + 2) * term(j, p + 2);
      curves.push(Math.abs(r * r * term(j, p) + 2 * r * (p + 1) * term(j, p + 1) + second));
    }
  }
  return {
    decayed,
    at(s) {
      let value = constant;
      let slope = 0;
      for (let j = 0; j < terms; j++) {
        const left = Math.exp(rateOf(j) * s);
        for (let p = 0, power = 1, lower = 0; p < width; p++) {
          value += term(j, p) * power * left;
          slope += term(j, p) * (rateOf(j) * power + p * lower) * left;
          lower = power;
          power *= s;
        }
      }
      return [value, slope];
    },
    magnitude(until) {
      let sum = Math.abs(constant);
      for (let j = 0; j < terms; j++) {
        for (let p = 0; p < width; p++) {
          const top = Math.min(until, p / Math.abs(rateOf(j)) || 0);
          const at = rateOf(j) === 0 && p > 0 ? until : top;
          sum += Math.abs(term(j, p)) * at ** p * Math.exp(rateOf(j) * at);
        }
      }
      return sum;
    },
    bend(from, until) {
      let sum = 0;
      for (let j = 0; j < terms; j++) {
        let factor = 0;
        for (let p = width - 1; p >= 0; p--)
          factor = factor * until + (curves[j * width + p] as number);
        sum += factor * Math.exp(rateOf(j) * from);
      }
      return sum;
    },
  };
}

/** Least length of an interval, relative to its end: a sum that cannot be bounded there is not decided. */
const leastShare = 1e-14;

/** Return a time at which a sum may exceed a level; undefined if it is proven not to up to a time. */
export function exceeds(
  sum: BoundedSum,
  { from, until, level }: { readonly from: number; readonly until: number; readonly level: number },
): number | undefined {
  let left = from;
  let length = (until - from) / 64;
  while (left < until) {
    const right = Math.min(until, left + length);
    const [middle, half] = [0.5 * (left + right), 0.5 * (right - left)];
    const [value, slope] = sum.at(middle);
    if (value > level) return middle;
    if (value + half * (Math.abs(slope) + 0.5 * half * sum.bend(left, right)) <= level) {
      left = right;
      length *= 2;
    } else {
      length = 0.5 * (right - left);
      if (length < leastShare * (1 + right)) return middle;
    }
  }
  return undefined;
}

/** Return the greatest value of a sum up to a time, which lies below its bound by at most a slack, and its time. */
export function greatest(
  sum: BoundedSum,
  until: number,
  slack: number,
): readonly [value: number, at: number] {
  let [best, at] = [sum.at(0)[0], 0];
  // Up to a time that exceeds a level, the sum is proven not to; from there it climbs to its next maximum.
  for (let from = 0; ; ) {
    const next = exceeds(sum, { from, until, level: best + slack });
    if (next === undefined) return [best, at];
    let [[value], place] = [sum.at(next), next];
    if (value <= best + slack) throw new Error("The greatest value cannot be bounded.");
    // Too long a step may lead over a narrow maximum to a lower one.
    for (let step = 1e-3; step > 1e-9; step *= 0.03) {
      const top = climb(sum, { from: next, until, step: step * next });
      const [other] = sum.at(top);
      if (other >= value) {
        [value, place] = [other, top];
        break;
      }
    }
    [best, at, from] = [value, place, Math.min(next, place)];
  }
}

/** Return the maximum to which a sum rises from a time. */
function climb(
  sum: BoundedSum,
  { from, until, step }: { readonly from: number; readonly until: number; readonly step: number },
): number {
  const up = sum.at(from)[1] > 0 ? 1 : -1;
  let [low, high] = [from, from];
  for (let stride = step; ; stride *= 2) {
    high = Math.min(until, Math.max(0, low + up * stride));
    if (up * sum.at(high)[1] <= 0) break;
    if (high === 0 || high === until) return high;
    low = high;
  }
  for (let k = 0; k < 60 && Math.abs(high - low) > 1e-12 * from; k++) {
    const middle = 0.5 * (low + high);
    if (up * sum.at(middle)[1] > 0) low = middle;
    else high = middle;
  }
  return sum.at(low)[0] >= sum.at(high)[0] ? low : high;
}
