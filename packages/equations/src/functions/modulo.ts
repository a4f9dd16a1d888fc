import { twoProduct } from "./extended.ts";
import type { Operations } from "./operations.ts";

/** Quotient and remainder with Python's signs, exact while the quotient is below 2^53 (2^24 in f32). */
function divide<V, M>(o: Operations<V, M>, a: V, b: V): { readonly q: V; readonly remainder: V } {
  const [zero, one] = [o.constant(0), o.constant(1)];
  const [dividend, divisor] = [o.abs(a), o.abs(b)];
  const guess = o.floor(o.div(dividend, divisor));
  const back = twoProduct(o, guess, divisor);
  const first = o.sub(o.sub(dividend, back.high), back.low);
  // A quotient just below an integer may have been rounded up to it, but never the reverse.
  const isOver = o.lt(first, zero);
  const rest = o.select(isOver, o.add(first, divisor), first);
  const whole = o.select(isOver, o.sub(guess, one), guess);
  const opposite = o.lt(o.mul(o.withSign(one, a), o.withSign(one, b)), zero);
  const below = o.and(opposite, o.ne(rest, zero));
  const size = o.select(below, o.sub(divisor, rest), rest);
  const down = o.sub(o.neg(whole), o.select(below, one, zero));
  return { q: o.select(opposite, down, whole), remainder: o.withSign(size, b) };
}

/**
 * The remainder with the sign of the divisor, as Python's `%`.
 *
 * Exact while |a / b| < 2^53 (2^24 in f32); NaN beyond, where a has too few digits to determine it.
 */
export function modulo<V, M>(o: Operations<V, M>, a: V, b: V): V {
  const zero = o.constant(0);
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  const { q, remainder } = divide(o, a, b);
  const limit = o.constant(o.precision === "f64" ? 2 ** 53 : 2 ** 24);
  const usual = o.and(o.lt(o.abs(q), limit), o.lt(o.abs(b), infinity));
  return o.rarely(o.not(usual), remainder, () => {
    const endless = o.and(o.eq(o.abs(b), infinity), o.lt(o.abs(a), infinity));
    const opposite = o.lt(o.mul(o.withSign(o.constant(1), b), a), zero);
    const kept = o.select(opposite, b, o.select(o.eq(a, zero), o.withSign(zero, b), a));
    return o.select(endless, kept, o.constant(Number.NaN));
  });
}

/** The largest integer not above a / b, as Python's `//`; the rounded quotient from 2^53 on. */
export function floorDivide<V, M>(o: Operations<V, M>, a: V, b: V): V {
  const { q } = divide(o, a, b);
  const [zero, one] = [o.constant(0), o.constant(1)];
  const infinity = o.constant(Number.POSITIVE_INFINITY);
  return o.rarely(o.eq(o.abs(b), infinity), q, () => {
    const ofZero = o.mul(a, o.withSign(one, b));
    const ofOther = o.select(o.lt(o.mul(a, b), zero), o.constant(-1), q);
    return o.select(o.eq(a, zero), ofZero, ofOther);
  });
}
