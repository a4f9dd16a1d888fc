import {
  type Extended,
  extendedConstant,
  quickSum,
  quotient,
  twoProduct,
  twoSum,
} from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

interface Table {
  /** (atan(t) - t) / t^3 as a polynomial in t^2 for |t| <= sqrt(2) - 1. */
  readonly arctangent: readonly number[];
  /** (asin(t) - t) / t^3 as a polynomial in t^2 for |t| <= 1 / 2. */
  readonly arcsine: readonly number[];
  readonly halfPi: readonly [high: number, low: number];
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    arctangent: [
      -0.3333333333333333, 0.199999999999998, -0.14285714285659326, 0.11111111105106705,
      -0.09090908751076636, 0.0769229630497447, -0.06666423628069258, 0.058789145444006215,
      -0.052303478730160745, 0.04551108126325172, -0.034558092551413795, 0.01627194475162406,
    ],
    arcsine: [
      0.16666666666666669, 0.07499999999998425, 0.04464285714637338, 0.030381944137085216,
      0.022372173002005596, 0.017352391265909227, 0.013971235301124539, 0.011478952690257387,
      0.010324318288744113, 0.00545087818772055, 0.017419357964884856, -0.014881409392818066,
      0.02877844261259304,
    ],
    halfPi: [Math.PI / 2, 6.123233995736766e-17],
  },
  f32: {
    arctangent: [
      -0.3333333134651184, 0.19999538362026215, -0.14263896644115448, 0.10743099451065063,
      -0.06449835002422333,
    ],
    arcsine: [
      0.1666666567325592, 0.07500094920396805, 0.044599320739507675, 0.031101727858185768,
      0.017143717035651207, 0.03370072692632675,
    ],
    halfPi: [1.5707963705062866, -4.371138828673793e-8],
  },
};

/** The arc tangent: atan(x) = c + atan((x - tan c) / (1 + x tan c)) for c = 0, pi / 4, pi / 2. */
export function arctan<V, M>(o: Operations<V, M>, x: V): V {
  const { arctangent, halfPi } = tables[o.precision];
  const [zero, one] = [o.constant(0), o.constant(1)];
  const size = o.abs(x);
  const far = o.gt(size, o.constant(1 + Math.SQRT2));
  const middle = o.gt(size, o.constant(Math.SQRT2 - 1));
  const sum = twoSum(o, size, o.select(middle, one, zero));
  const less = twoSum(o, size, o.select(middle, o.neg(one), zero));
  const above = {
    high: o.select(far, o.neg(one), less.high),
    low: o.select(far, zero, less.low),
  };
  const below = {
    high: o.select(far, size, o.select(middle, sum.high, one)),
    low: o.select(far, zero, o.select(middle, sum.low, zero)),
  };
  // For very large x, the error term of the quotient would be NaN at infinity; there it is below the last digit.
  const t = quotient(o, above, { ...below, high: o.lesser(o.constant(2 ** 100), below.high) });
  const z = o.mul(t.high, t.high);
  const cubic = o.mul(o.mul(t.high, z), polynomial(o, arctangent, z));
  const base = (factor: number): V =>
    o.select(far, o.constant(factor), o.select(middle, o.constant(factor / 2), zero));
  const main = quickSum(o, base(halfPi[0]), t.high);
  const low = o.add(main.low, o.add(cubic, o.add(t.low, base(halfPi[1]))));
  return o.withSign(o.add(main.high, low), x);
}

/** For |x| > 1/2: t = sqrt((1 - |x|) / 2) in extended precision; else t = |x|. And asin(t) - t. */
function core<V, M>(
  o: Operations<V, M>,
  x: V,
): { readonly outer: M; readonly t: Extended<V>; readonly tail: V } {
  const size = o.abs(x);
  const half = o.constant(0.5);
  const outer = o.gt(size, half);
  const z = o.select(outer, o.mul(half, o.sub(o.constant(1), size)), o.mul(size, size));
  const root = o.sqrt(z);
  const square = twoProduct(o, root, root);
  const error = o.sub(o.sub(z, square.high), square.low);
  const rootLow = o.div(error, o.add(root, root));
  const zero = o.constant(0);
  const isExact = o.eq(root, zero);
  const t = {
    high: o.select(outer, root, size),
    low: o.select(outer, o.select(isExact, zero, rootLow), zero),
  };
  const tail = o.mul(o.mul(t.high, z), polynomial(o, tables[o.precision].arcsine, z));
  return { outer, t, tail };
}

/** The arc sine; NaN outside -1 to 1. */
export function arcsin<V, M>(o: Operations<V, M>, x: V): V {
  const { outer, t, tail } = core(o, x);
  const halfPi = extendedConstant(o, tables[o.precision].halfPi);
  const inner = o.add(t.high, tail);
  const main = quickSum(o, halfPi.high, o.mul(o.constant(-2), t.high));
  const small = o.add(t.low, tail);
  const low = o.add(main.low, o.sub(halfPi.low, o.add(small, small)));
  return o.withSign(o.select(outer, o.add(main.high, low), inner), x);
}

/** The arc cosine; NaN outside -1 to 1. */
export function arccos<V, M>(o: Operations<V, M>, x: V): V {
  const { outer, t, tail } = core(o, x);
  const zero = o.constant(0);
  const halfPi = extendedConstant(o, tables[o.precision].halfPi);
  const isNegative = o.lt(x, zero);
  const small = o.add(t.low, tail);
  // acos(x) = pi/2 - asin(x) inside; 2 asin(t) near 1; pi - 2 asin(t) near -1.
  const inside = quickSum(o, halfPi.high, o.neg(o.withSign(t.high, x)));
  const insideLow = o.add(inside.low, o.sub(halfPi.low, o.withSign(small, x)));
  const nearOne = o.add(t.high, small);
  const back = quickSum(o, halfPi.high, o.neg(t.high));
  const nearMinusOne = o.add(back.high, o.add(back.low, o.sub(halfPi.low, small)));
  const outside = o.select(isNegative, nearMinusOne, nearOne);
  return o.select(outer, o.add(outside, outside), o.add(inside.high, insideLow));
}
