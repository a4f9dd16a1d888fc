import { extendedExpm1, normalLimit, pow2, scale } from "./exponential.ts";
import { quotient, rounded } from "./extended.ts";
import type { Operations } from "./operations.ts";

/** (e^x - 1) / x, 1 at 0. */
export function exprel<V, M>(o: Operations<V, M>, x: V): V {
  const zero = o.constant(0);
  const { k, y } = extendedExpm1(o, x);
  const ratio = quotient(o, y, { high: x, low: zero });
  const usual = o.mul(rounded(o, ratio), pow2(o, k));
  const inside = o.le(o.abs(x), o.constant(normalLimit[o.precision]));
  const all = o.rarely(o.not(inside), usual, () => {
    // The error terms of the quotient overflow before it does.
    const far = scale(o, o.div(y.high, x), k);
    const below = o.select(o.lt(x, zero), o.div(o.constant(-1), x), far);
    const infinity = o.constant(Number.POSITIVE_INFINITY);
    return o.select(o.eq(x, infinity), infinity, below);
  });
  return o.select(o.eq(x, zero), o.constant(1), all);
}
