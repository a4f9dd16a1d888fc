import {
  clampExponent,
  exponentialTail,
  normalLimit,
  scale,
  splitExponent,
} from "./exponential.ts";
import { type Extended, quickSum, twoProduct } from "./extended.ts";
import { extendedLog, isPlain } from "./logarithm.ts";
import type { Operations } from "./operations.ts";

/** x^y as in IEEE 754: e^(y ln x) with the product in extended precision. */
export function pow<V, M>(o: Operations<V, M>, x: V, y: V): V {
  const exponent = productWithLog(o, x, y, 0);
  const near = o.le(o.abs(exponent.high), o.constant(normalLimit[o.precision]));
  const { value, power } = extendedExp(o, exponent);
  return o.rarely(o.not(o.and(isPlain(o, x), near)), o.mul(value, power()), () => anyPow(o, x, y));
}

function productWithLog<V, M>(o: Operations<V, M>, x: V, y: V, shift: number): Extended<V> {
  const log = extendedLog(o, x, shift);
  const { high, low } = twoProduct(o, y, log.high);
  return { high, low: o.add(low, o.mul(y, log.low)) };
}

/** e^x = 2^k value for extended x. */
function extendedExp<V, M>(
  o: Operations<V, M>,
  x: Extended<V>,
): { readonly k: V; readonly value: V; readonly power: () => V } {
  const { k, r, power } = splitExponent(o, x.high);
  const sum = quickSum(o, r.high, r.low);
  const p = quickSum(o, sum.high, exponentialTail(o, sum.high));
  const one = quickSum(o, o.constant(1), p.high);
  // The low part of x acts on e^r, not on 1.
  const small = o.add(sum.low, x.low);
  const low = o.add(one.low, o.add(p.low, o.add(small, o.mul(small, p.high))));
  return { k, value: o.add(one.high, low), power };
}

// Beyond these any x but 1 gives 0 or infinity, and error terms still don't overflow.
const bounds = { f64: { y: 2 ** 200, lift: 54 }, f32: { y: 2 ** 60, lift: 26 } } as const;

function anyPow<V, M>(o: Operations<V, M>, x: V, y: V): V {
  const [zero, one] = [o.constant(0), o.constant(1)];
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  const { y: bound, lift } = bounds[o.precision];
  const size = o.abs(x);
  const plain = isPlain(o, size);
  const lifted = o.select(plain, size, o.mul(size, o.constant(2 ** lift)));
  const bounded = o.lesser(o.constant(bound), o.greater(o.constant(-bound), y));
  const high = productWithLog(o, lifted, bounded, 0);
  const low = productWithLog(o, lifted, bounded, -lift);
  const exponent = {
    high: o.select(plain, high.high, low.high),
    low: o.select(plain, high.low, low.low),
  };
  const isNear = o.le(o.abs(exponent.high), o.constant(normalLimit[o.precision] + 100));
  const { value, k } = extendedExp(o, {
    high: clampExponent(o, exponent.high),
    low: o.select(isNear, exponent.low, zero),
  });
  const finite = scale(o, value, k);
  const grows = o.gt(y, zero);
  const atZero = o.select(grows, zero, infinity);
  const atInfinity = o.select(grows, infinity, zero);
  const ends = o.select(
    o.eq(size, zero),
    atZero,
    o.select(o.eq(size, infinity), atInfinity, finite),
  );
  const signed = withSignOfPower(o, ends, x, y);
  const known = o.select(o.and(o.eq(x, x), o.eq(y, y)), signed, o.constant(Number.NaN));
  return o.select(o.or(o.eq(y, zero), o.eq(x, one)), one, known);
}

/** Apply the sign determined by x and the parity of y to the power of |x|; NaN for roots of negatives. */
function withSignOfPower<V, M>(o: Operations<V, M>, size: V, x: V, y: V): V {
  const half = o.mul(y, o.constant(0.5));
  const whole = o.eq(o.floor(y), y);
  const odd = o.and(whole, o.ne(o.floor(half), half));
  const minusInfinity = o.constant(Number.NEGATIVE_INFINITY);
  const negative = o.and(o.lt(x, o.constant(0)), o.gt(x, minusInfinity));
  const root = o.and(negative, o.not(whole));
  return o.select(root, o.constant(Number.NaN), o.select(odd, o.withSign(size, x), size));
}
