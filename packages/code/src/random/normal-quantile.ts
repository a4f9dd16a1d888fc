import type { Operations } from "@spikeloom/equations/functions";
import { quantileCoefficients, type Rational } from "@spikeloom/random";

/**
 * Quantile function of the standard normal distribution, 0 < p < 1; doubles only.
 *
 * Algorithm AS 241, PPND16 (Wichura 1988, doi:10.2307/2347330), with the bits of `normalQuantile` in
 * `@spikeloom/random`: the order of operations is that of specs/random/1, section 6.
 */
export function normalQuantile<V, M>(o: Operations<V, M>, p: V): V {
  const { value, isOutside } = centralQuantile(o, p);
  return o.rarely(isOutside, value, () => tailQuantile(o, p));
}

/**
 * Compute the quantile of a probability below 1/2, in any precision.
 *
 * `q` is its distance from 1/2 (negative), and `tail` the probability itself, which is more precise where it is small.
 */
export function quantileOf<V, M>(o: Operations<V, M>, { q, tail }: { q: V; tail: V }): V {
  const r = o.sub(o.constant(0.180625), o.mul(q, q));
  const value = o.mul(q, ratio(o, quantileCoefficients.centre, r));
  const isOutside = o.lt(q, o.constant(-0.425));
  return o.rarely(isOutside, value, () => o.neg(tailSize(o, tail)));
}

/** Compute the quantile of a probability near 1/2, and test whether it is in range. */
export function centralQuantile<V, M>(o: Operations<V, M>, p: V): { value: V; isOutside: M } {
  const q = o.sub(p, o.constant(0.5));
  const r = o.sub(o.constant(0.180625), o.mul(q, q));
  const value = o.mul(q, ratio(o, quantileCoefficients.centre, r));
  return { value, isOutside: o.gt(o.abs(q), o.constant(0.425)) };
}

/** Compute the quantile of a probability too far from 1/2 for `centralQuantile`. */
export function tailQuantile<V, M>(o: Operations<V, M>, p: V): V {
  const isBelow = o.lt(o.sub(p, o.constant(0.5)), o.constant(0));
  const size = tailSize(o, o.select(isBelow, p, o.sub(o.constant(1), p)));
  return o.select(isBelow, o.neg(size), size);
}

/** Compute the distance from 0 beyond which a small probability lies on one side. */
function tailSize<V, M>(o: Operations<V, M>, tail: V): V {
  const { near, far } = quantileCoefficients;
  const r = o.sqrt(o.neg(seriesLog(o, tail)));
  const usual = ratio(o, near, o.sub(r, o.constant(1.6)));
  return o.rarely(o.gt(r, o.constant(5)), usual, () => ratio(o, far, o.sub(r, o.constant(5))));
}

function ratio<V, M>(o: Operations<V, M>, { above, below }: Rational, r: V): V {
  return o.div(horner(o, above, r), horner(o, below, r));
}

function horner<V, M>(o: Operations<V, M>, fromHighest: readonly number[], x: V): V {
  const [first = 0, ...rest] = fromHighest;
  return rest.reduce(
    (sum: V, coefficient) => o.add(o.mul(sum, x), o.constant(coefficient)),
    o.constant(first),
  );
}

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** Compute the logarithm by which random numbers are defined; for normal numbers below 1. */
export function seriesLog<V, M>(o: Operations<V, M>, x: V): V {
  const mantissa = o.mantissaOf(x);
  const big = o.ge(mantissa, o.constant(1 + 0x6a09f * 2 ** -20));
  const [zero, half, one] = [o.constant(0), o.constant(0.5), o.constant(1)];
  const k = o.add(o.exponentOf(x), o.select(big, one, zero));
  const f = o.sub(o.select(big, o.mul(mantissa, half), mantissa), one);
  const s = o.div(f, o.add(o.constant(2), f));
  const square = o.mul(o.mul(half, f), f);
  const z = o.mul(s, s);
  let sum = o.constant(2 / 23);
  for (let n = 21; n >= 3; n -= 2) sum = o.add(o.constant(2 / n), o.mul(z, sum));
  const rest = o.mul(z, sum);
  const small = o.add(o.mul(s, o.add(square, rest)), o.mul(k, o.constant(ln2Low)));
  return o.sub(o.mul(k, o.constant(ln2High)), o.sub(o.sub(square, small), f));
}
