import { type Extended, quickSum, twoSum } from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

interface Table {
  readonly log2e: number;
  /** ln 2 in two parts; products of integers and the first part are exact. */
  readonly ln2: readonly [high: number, low: number];
}

/** (r coth(r / 2) - 2) / r^2 in powers of r^2 for |r| <= ln(2) / 2, interpolated at Chebyshev points. */
const cotangent: readonly number[] = [
  0.1666666666666666, -0.002777777777756423, 6.61375647153774e-5, -1.653405990166089e-6,
  4.1437599948305925e-8,
];

/** (e^r - 1 - r - r^2 / 2) / r^3 for the same r, to the precision of floats. */
const short: readonly number[] = [
  0.1666666716337204, 0.04166655242443085, 0.00833332072943449, 0.0013926250394433737,
  0.00019882773631252348,
];

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    log2e: Math.LOG2E,
    ln2: [0.6931471805592082, 7.371002565167799e-13],
  },
  f32: {
    log2e: 1.4426950216293335,
    ln2: [0.693115234375, 3.194618329871446e-5],
  },
};

/** Largest magnitude of an argument whose exponential and its reciprocal are normal numbers. */
export const normalLimit: Readonly<Record<Precision, number>> = { f64: 708, f32: 87 };

/** Clamp an argument to the range in which scaling works; beyond it exponentials are 0 or infinite anyway. */
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

/** Decompose x = k ln 2 + high + low, |high + low| <= ln(2) / 2, exact except for the rounding of low. */
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
  const square = o.mul(r, r);
  if (o.precision === "f32") {
    return o.mul(square, o.add(o.constant(0.5), o.mul(r, polynomial(o, short, r))));
  }
  // e^r = 1 + r + r c / (2 - c) with c = r + 2 - r coth(r / 2): uses division units that are otherwise idle.
  const c = o.sub(r, o.mul(square, polynomial(o, cotangent, square)));
  return o.div(o.mul(r, c), o.sub(o.constant(2), c));
}

/** Multiply by 2^k where the result may be subnormal or infinite. */
export function scale<V, M>(o: Operations<V, M>, x: V, k: V): V {
  const half = o.floor(o.mul(k, o.constant(0.5)));
  return o.mul(o.mul(x, pow2(o, half)), pow2(o, o.sub(k, half)));
}

// Below this, e^x - 1 rounds to -1; above it, 2^-k is still normal.
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
  // Above 2^100, subtracting 1 has no effect after rounding.
  const inverse = pow2(o, o.neg(o.lesser(o.constant(100), k)));
  const y = twoSum(o, o.sub(o.constant(1), inverse), p.high);
  return { k, y: { high: y.high, low: o.add(y.low, o.add(p.low, sum.low)) } };
}
