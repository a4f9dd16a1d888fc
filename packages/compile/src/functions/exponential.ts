import { type Extended, quickSum, twoSum } from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

interface Table {
  readonly log2e: number;
  /** ln 2 in two parts; integers times the first are exact. */
  readonly ln2: readonly [high: number, low: number];
  /** (e^r - 1 - r - r^2 / 2) / r^3 for |r| <= ln(2) / 2, interpolated at Chebyshev points. */
  readonly tail: readonly number[];
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    log2e: Math.LOG2E,
    ln2: [0.6931471805592082, 7.371002565167799e-13],
    tail: [
      0.16666666666666669, 0.041666666666666664, 0.008333333333330039, 0.0013888888888886537,
      0.00019841269863171557, 2.4801587317228724e-5, 2.7557268276905696e-6, 2.7557282838800484e-7,
      2.5100472505694996e-8, 2.09112987659402e-9,
    ],
  },
  f32: {
    log2e: 1.4426950216293335,
    ln2: [0.693115234375, 3.194618329871446e-5],
    tail: [
      0.1666666716337204, 0.04166655242443085, 0.00833332072943449, 0.0013926250394433737,
      0.00019882773631252348,
    ],
  },
};

/** The largest size of an argument whose exponential and its inverse are normal numbers. */
export const normalLimit: Readonly<Record<Precision, number>> = { f64: 708, f32: 87 };

/** Keep an argument where exponentials are 0 or infinite anyway, yet scaling still works. */
export function clampExponent<V, M>(o: Operations<V, M>, x: V): V {
  const [least, most] = o.precision === "f64" ? [-752, 720] : [-106, 96];
  return o.lesser(o.constant(most), o.greater(o.constant(least), x));
}

// Adding this rounds to an integer k and leaves k + bias in the low bits of the fraction.
const shifters: Readonly<Record<Precision, number>> = {
  f64: 1.5 * 2 ** 52 + 1023,
  f32: 1.5 * 2 ** 23 + 127,
};

/** 2^k for an integral k with a normal result. */
export function pow2<V, M>(o: Operations<V, M>, k: V): V {
  return o.intoExponent(o.add(k, o.constant(shifters[o.precision])));
}

/** Take x apart: x = k ln 2 + high + low, |high + low| <= ln(2) / 2, exact but for low's rounding. */
export function splitExponent<V, M>(
  o: Operations<V, M>,
  x: V,
): { readonly k: V; readonly r: Extended<V>; readonly power: () => V } {
  const { log2e, ln2 } = tables[o.precision];
  const shifter = o.constant(shifters[o.precision]);
  const shifted = o.add(o.mul(x, o.constant(log2e)), shifter);
  const k = o.sub(shifted, shifter);
  const high = o.sub(x, o.mul(k, o.constant(ln2[0])));
  const low = o.mul(k, o.constant(-ln2[1]));
  return { k, r: { high, low }, power: () => o.intoExponent(shifted) };
}

/** e^r - 1 - r for |r| <= ln(2) / 2. */
export function exponentialTail<V, M>(o: Operations<V, M>, r: V): V {
  const { tail } = tables[o.precision];
  return o.mul(o.mul(r, r), o.add(o.constant(0.5), o.mul(r, polynomial(o, tail, r))));
}

/** Multiply by 2^k where the result may be subnormal or infinite. */
export function scale<V, M>(o: Operations<V, M>, x: V, k: V): V {
  const half = o.floor(o.mul(k, o.constant(0.5)));
  return o.mul(o.mul(x, pow2(o, half)), pow2(o, o.sub(k, half)));
}

// e^x - 1 is -1 to the last digit below, while 2^-k stays normal.
const leastExpm1: Readonly<Record<Precision, number>> = { f64: -60, f32: -40 };

/** e^x - 1 = 2^k y, y in extended precision; k is bounded so that `scale` works. */
export function extendedExpm1<V, M>(
  o: Operations<V, M>,
  x: V,
): { readonly k: V; readonly y: Extended<V> } {
  const bounded = o.greater(o.constant(leastExpm1[o.precision]), clampExponent(o, x));
  const { k, r } = splitExponent(o, bounded);
  const sum = quickSum(o, r.high, r.low);
  const p = quickSum(o, sum.high, exponentialTail(o, sum.high));
  // Beyond 2^100 the 1 that is taken away is lost in rounding.
  const inverse = pow2(o, o.neg(o.lesser(o.constant(100), k)));
  const y = twoSum(o, o.sub(o.constant(1), inverse), p.high);
  return { k, y: { high: y.high, low: o.add(y.low, o.add(p.low, sum.low)) } };
}
