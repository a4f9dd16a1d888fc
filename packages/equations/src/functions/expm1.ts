import { extendedExpm1, normalLimit, pow2, scale } from "./exponential.ts";
import { rounded } from "./extended.ts";
import type { Operations } from "./operations.ts";

/** e^x - 1 without cancellation near 0. */
export function expm1<V, M>(o: Operations<V, M>, x: V): V {
  const { k, y } = extendedExpm1(o, x);
  const sum = rounded(o, y);
  const usual = o.mul(sum, pow2(o, k));
  const inside = o.le(o.abs(x), o.constant(normalLimit[o.precision]));
  const all = o.rarely(o.not(inside), usual, () => scale(o, sum, k));
  return o.select(o.eq(x, o.constant(0)), x, all);
}
