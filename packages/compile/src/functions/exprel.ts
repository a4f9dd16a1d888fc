import { clampExponent, extendedExpm1, normalLimit, pow2, scale } from "./exponential.ts";
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
    const far = scale(o, rounded(o, ratio), k);
    const below = o.select(o.lt(x, zero), o.div(o.constant(-1), x), far);
    const isInfinite = o.gt(x, clampExponent(o, x));
    return o.select(isInfinite, o.constant(Number.POSITIVE_INFINITY), below);
  });
  return o.select(o.eq(x, zero), o.constant(1), all);
}
