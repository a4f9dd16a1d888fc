import { extendedExpm1, pow2 } from "./exponential.ts";
import { type Extended, quotient, rounded, twoSum } from "./extended.ts";
import type { Operations } from "./operations.ts";

/** (e^|x| - 1) / 2, infinite only if the result itself overflows. */
function halfExpm1<V, M>(o: Operations<V, M>, x: V): Extended<V> {
  const { k, y } = extendedExpm1(o, o.abs(x));
  const half = o.floor(o.mul(k, o.constant(0.5)));
  const [first, second] = [pow2(o, half), pow2(o, o.sub(o.sub(k, half), o.constant(1)))];
  return {
    high: o.mul(o.mul(y.high, first), second),
    low: o.mul(o.mul(y.low, first), second),
  };
}

/** The hyperbolic sine. */
export function sinh<V, M>(o: Operations<V, M>, x: V): V {
  const half = halfExpm1(o, x);
  // sinh = h + h / (2 h + 1) with h = (e^x - 1) / 2; the second term only matters while h is small.
  const small = o.lesser(half.high, o.constant(2 ** 60));
  const bounded = { high: small, low: half.low };
  const double = twoSum(o, o.add(small, small), o.constant(1));
  const divisor = { high: double.high, low: o.add(double.low, o.add(half.low, half.low)) };
  const inverse = quotient(o, bounded, divisor).high;
  const isFar = o.gt(half.high, o.constant(2 ** 60));
  const sum = o.add(half.high, o.add(inverse, half.low));
  return o.withSign(o.select(isFar, half.high, sum), x);
}

/** The hyperbolic cosine. */
export function cosh<V, M>(o: Operations<V, M>, x: V): V {
  const half = halfExpm1(o, x);
  const e = twoSum(o, o.constant(0.5), o.lesser(o.constant(2 ** 60), half.high));
  const rest = o.add(o.add(e.low, half.low), o.div(o.constant(0.25), e.high));
  const isFar = o.gt(half.high, o.constant(2 ** 60));
  return o.select(isFar, half.high, o.add(e.high, rest));
}

const flat = { f64: 22, f32: 10 } as const;

/** The hyperbolic tangent, through e^2x - 1. */
export function tanh<V, M>(o: Operations<V, M>, x: V): V {
  const size = o.lesser(o.constant(flat[o.precision]), o.abs(x));
  const { k, y } = extendedExpm1(o, o.add(size, size));
  const power = pow2(o, k);
  const e = { high: o.mul(y.high, power), low: o.mul(y.low, power) };
  const sum = twoSum(o, o.constant(2), e.high);
  const ratio = quotient(o, e, { high: sum.high, low: o.add(sum.low, e.low) });
  return o.withSign(rounded(o, ratio), x);
}
