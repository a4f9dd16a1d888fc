import { twoProduct } from "./extended.ts";
import type { Operations } from "./operations.ts";

/** a - q b with the integer q that leaves the remainder the sign of b, both exact if |q| < 2^53. */
function divide<V, M>(o: Operations<V, M>, a: V, b: V): { readonly q: V; readonly remainder: V } {
  const [zero, one] = [o.constant(0), o.constant(1)];
  const guess = o.floor(o.div(a, b));
  const back = twoProduct(o, guess, b);
  const first = o.sub(o.sub(a, back.high), back.low);
  // The quotient is rounded before it is floored, so it may be 1 off; turned to b > 0 to see.
  const turned = o.select(o.lt(b, zero), o.neg(first), first);
  const size = o.abs(b);
  const [below, above] = [o.lt(turned, zero), o.ge(turned, size)];
  const step = o.select(below, o.neg(one), o.select(above, one, zero));
  return { q: o.add(guess, step), remainder: o.sub(first, o.mul(step, b)) };
}

/**
 * The remainder with the sign of the divisor, as Python's `%`.
 *
 * Exact while |a / b| < 2^53 (2^24 in f32); NaN beyond, where a has no digits left to tell.
 */
export function modulo<V, M>(o: Operations<V, M>, a: V, b: V): V {
  const zero = o.constant(0);
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  const { q, remainder } = divide(o, a, b);
  const limit = o.constant(o.precision === "f64" ? 2 ** 53 : 2 ** 24);
  const signed = o.select(o.eq(remainder, zero), o.withSign(zero, b), remainder);
  const usual = o.and(o.lt(o.abs(q), limit), o.lt(o.abs(b), infinity));
  return o.rarely(o.not(usual), signed, () => {
    const endless = o.and(o.eq(o.abs(b), infinity), o.lt(o.abs(a), infinity));
    const opposite = o.lt(o.mul(o.withSign(o.constant(1), b), a), zero);
    const kept = o.select(opposite, b, o.select(o.eq(a, zero), o.withSign(zero, b), a));
    return o.select(endless, kept, o.constant(Number.NaN));
  });
}

/** The largest integer not above a / b, as Python's `//`; the rounded quotient from 2^53 on. */
export function floorDivide<V, M>(o: Operations<V, M>, a: V, b: V): V {
  const { q } = divide(o, a, b);
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  return o.rarely(o.eq(o.abs(b), infinity), q, () =>
    o.select(o.lt(o.mul(a, b), o.constant(0)), o.constant(-1), q),
  );
}
