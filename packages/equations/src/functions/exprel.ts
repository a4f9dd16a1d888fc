import {
  clampExponent,
  exponentialTail,
  extendedExpm1,
  normalLimit,
  scale,
  splitExponent,
} from "./exponential.ts";
import { quickSum, quotient, rounded } from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";

// Below this, (e^x - 1) / x rounds to 1, and 1 / x may be infinite.
const least: Readonly<Record<Precision, number>> = { f64: 2 ** -60, f32: 2 ** -30 };

/** (e^x - 1) / x, 1 at 0. */
export function exprel<V, M>(o: Operations<V, M>, x: V): V {
  const one = o.constant(1);
  const { r, power } = splitExponent(o, x);
  const rest = quickSum(o, r.high, r.low);
  const tail = o.add(exponentialTail(o, rest.high), rest.low);
  const s = power();
  // e^x - 1 = (2^k - 1) + 2^k (e^r - 1); the first part is zero or the larger of the two.
  const y = quickSum(o, o.sub(s, one), o.mul(s, rest.high));
  const low = o.add(y.low, o.mul(s, tail));
  // The quotient of the heads leaves an exact remainder, for which the approximate inverse is accurate enough.
  const inverse = o.div(one, x);
  const head = o.head(o.mul(y.high, inverse));
  const divisor = o.head(x);
  const back = o.sub(y.high, o.mul(head, divisor));
  const remainder = o.add(o.sub(back, o.mul(head, o.sub(x, divisor))), low);
  const usual = o.add(head, o.mul(remainder, inverse));
  const size = o.abs(x);
  const isFar = o.or(
    o.gt(size, o.constant(normalLimit[o.precision])),
    o.lt(size, o.constant(least[o.precision])),
  );
  return o.rarely(isFar, usual, () => everywhere(o, x));
}

function everywhere<V, M>(o: Operations<V, M>, x: V): V {
  const zero = o.constant(0);
  const { k, y } = extendedExpm1(o, x);
  const far = scale(o, rounded(o, quotient(o, y, { high: x, low: zero })), k);
  const below = o.select(o.lt(x, zero), o.div(o.constant(-1), x), far);
  const isNear = o.lt(o.abs(x), o.constant(least[o.precision]));
  const isInfinite = o.gt(x, clampExponent(o, x));
  const all = o.select(isInfinite, o.constant(Number.POSITIVE_INFINITY), below);
  return o.select(isNear, o.constant(1), all);
}
