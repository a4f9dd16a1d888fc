import { type Extended, product, quickSum, twoSum } from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";

interface Table {
  readonly inverseHalfPi: number;
  /** pi / 2 in five parts; products of integers up to 2^30 (2^12) and the first four are exact. */
  readonly parts: readonly [number, number, number, number, number];
  readonly halfPi: readonly [high: number, low: number];
  /** The largest argument that the parts can reduce. */
  readonly limit: number;
  /** For larger ones: the width of the digits of 2 / pi, how many are needed, and a scale. */
  readonly width: 24 | 12;
  readonly digits: number;
  /** The power of two that keeps arguments and digits in range: one is divided by it, the other multiplied. */
  readonly scale: number;
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    inverseHalfPi: 2 / Math.PI,
    parts: [
      1.570796251296997, 7.549789415861596e-8, 5.390302529957765e-15, 3.2820031633724233e-22,
      3.7950107727212256e-29,
    ],
    halfPi: [Math.PI / 2, 6.123233995736766e-17],
    limit: 2 ** 30,
    width: 24,
    digits: 51,
    scale: 300,
  },
  f32: {
    inverseHalfPi: 0.6366197466850281,
    parts: [
      1.5703125, 0.0004837512969970703, 7.549533620476723e-8, 2.5632829192545614e-12,
      6.123234262925839e-17,
    ],
    halfPi: [1.5707963705062866, -4.371138828673793e-8],
    limit: 2 ** 12,
    width: 12,
    digits: 20,
    scale: 100,
  },
};

/** An angle as a number of quarter turns and a remainder of at most pi / 4 in extended precision. */
export interface Angle<V> {
  readonly quarters: V;
  readonly rest: Extended<V>;
}

/** Whether `nearAngle` can reduce x; not for NaN and infinity. */
export function isNear<V, M>(o: Operations<V, M>, x: V): M {
  return o.le(o.abs(x), o.constant(tables[o.precision].limit));
}

/** Reduce an angle up to 2^30 (2^12 in f32) by pi / 2 in five parts (Cody & Waite 1980). */
export function nearAngle<V, M>(o: Operations<V, M>, x: V): Angle<V> {
  const { inverseHalfPi, parts } = tables[o.precision];
  const quarters = o.nearest(o.mul(x, o.constant(inverseHalfPi)));
  const part = (i: 0 | 1 | 2 | 3 | 4): V => o.mul(quarters, o.constant(-parts[i]));
  // The first two differences are exact: the remainder has few digits above the last one of x.
  const second = o.add(o.add(x, part(0)), part(1));
  const third = twoSum(o, second, part(2));
  const fourth = twoSum(o, third.high, part(3));
  const low = o.add(o.add(fourth.low, third.low), part(4));
  return { quarters, rest: quickSum(o, fourth.high, low) };
}

/**
 * Reduce any finite angle by the digits of 2 / pi (Payne & Hanek 1983, doi:10.1145/1057600.1057602).
 *
 * Products of digits and halves of x are exact, so whole turns can be dropped from each product. Infinity and NaN yield NaN.
 */
export function farAngle<V, M>(o: Operations<V, M>, x: V): Angle<V> {
  const { width, digits, scale, halfPi } = tables[o.precision];
  const [quarter, turn] = [o.constant(0.25), o.constant(4)];
  const scaled = o.mul(x, o.constant(2 ** -scale));
  const head = o.head(scaled);
  const halves = [head, o.sub(scaled, head)];
  let quarters = o.constant(0);
  let sum: Extended<V> = { high: o.constant(0), low: o.constant(0) };
  for (let i = 0; i < digits; i++) {
    const digit = o.constant(digitOf(i, width, scale));
    for (const half of halves) {
      const term = o.mul(half, digit);
      const inTurn = o.sub(term, o.mul(o.trunc(o.mul(term, quarter)), turn));
      const next = twoSum(o, sum.high, inTurn);
      const whole = o.nearest(next.high);
      quarters = o.add(quarters, whole);
      sum = twoSum(o, o.sub(next.high, whole), o.add(next.low, sum.low));
    }
  }
  const rest = product(o, sum, { high: o.constant(halfPi[0]), low: o.constant(halfPi[1]) });
  return { quarters, rest: quickSum(o, rest.high, rest.low) };
}

function digitOf(i: number, width: 24 | 12, scale: number): number {
  const unit = 2 ** (scale - width * (i + 1));
  if (width === 24) return (digitsOfInverseHalfPi[i] ?? 0) * unit;
  const whole = digitsOfInverseHalfPi[i >> 1] ?? 0;
  return (i % 2 === 0 ? whole >> 12 : whole & 0xfff) * unit;
}

/** 2 / pi in base 2^24. */
const digitsOfInverseHalfPi: readonly number[] = [
  10680707, 7228996, 1387004, 2578385, 16069853, 12639074, 9804092, 4427841, 16666979, 11263675,
  12935607, 2387514, 4345298, 14681673, 3074569, 13734428, 16653803, 1880361, 10960616, 8533493,
  3062596, 8710556, 7349940, 6258241, 3772886, 3769171, 3798172, 8675211, 12450088, 3874808,
  9961438, 366607, 15675153, 9132554, 7151469, 3571407, 2607881, 12013382, 4155038, 6285869,
  7677882, 13102053, 15825725, 473591, 9065106, 15363067, 6271263, 9264392, 5636912, 4652155,
  7056368,
];
