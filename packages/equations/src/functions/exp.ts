import {
  clampExponent,
  exponentialTail,
  normalLimit,
  scale,
  splitExponent,
} from "./exponential.ts";
import type { Operations } from "./operations.ts";

/** e^x: reduction by ln 2 in two parts (Cody & Waite 1980), then a polynomial. */
export function exp<V, M>(o: Operations<V, M>, x: V): V {
  const one = o.constant(1);
  const { r, power } = splitExponent(o, x);
  const sum = o.add(r.high, r.low);
  const usual = o.mul(o.add(one, o.add(sum, exponentialTail(o, sum))), power());
  const isFar = o.gt(o.abs(x), o.constant(normalLimit[o.precision]));
  return o.rarely(isFar, usual, () => {
    const far = splitExponent(o, clampExponent(o, x));
    const rest = o.add(far.r.high, far.r.low);
    return scale(o, o.add(one, o.add(rest, exponentialTail(o, rest))), far.k);
  });
}
