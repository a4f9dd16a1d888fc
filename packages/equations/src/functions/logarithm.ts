import {
  type Extended,
  extendedConstant,
  product,
  quickSum,
  quotient,
  twoProduct,
  twoSum,
} from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

type Pair = readonly [high: number, low: number];

interface Table {
  readonly ln2: Pair;
  readonly third: Pair;
  readonly fifth: Pair;
  /** (ln((1 + s) / (1 - s)) / s - 2 - 2/3 z - 2/5 z^2) / z^3 with z = s^2 <= 0.0295. */
  readonly tail: readonly number[];
  readonly leastNormal: number;
  /** A power of two that makes subnormal numbers normal. */
  readonly lift: number;
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    ln2: [0.6931471805592082, 7.371002565167799e-13],
    third: [0.6666666666666666, 3.700743415417188e-17],
    fifth: [0.4, -2.2204460492503132e-17],
    tail: [
      0.2857142857142857, 0.2222222222222296, 0.1818181818129463, 0.1538461552631608,
      0.13333314526577061, 0.11766058217727461, 0.10472683187283999, 0.10619361485570772,
    ],
    leastNormal: 2 ** -1022,
    lift: 54,
  },
  f32: {
    ln2: [0.693115234375, 3.194618329871446e-5],
    third: [0.6666666865348816, -1.9868215517249155e-8],
    fifth: [0.4000000059604645, -5.9604645663569045e-9],
    tail: [0.28571441769599915, 0.22214406728744507, 0.1888260692358017],
    leastNormal: 2 ** -126,
    lift: 26,
  },
};

/** x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2), for positive normal x; exact. */
export function splitLogarithm<V, M>(o: Operations<V, M>, x: V): { k: V; f: V } {
  const m = o.mantissaOf(x);
  const big = o.gt(m, o.constant(Math.SQRT2));
  const centred = o.select(big, o.mul(m, o.constant(0.5)), m);
  const k = o.add(o.exponentOf(x), o.select(big, o.constant(1), o.constant(0)));
  return { k, f: o.sub(centred, o.constant(1)) };
}

/** Whether x is positive, normal and finite. */
export function isPlain<V, M>(o: Operations<V, M>, x: V): M {
  const least = o.constant(tables[o.precision].leastNormal);
  return o.and(o.ge(x, least), o.lt(x, o.constant(Number.POSITIVE_INFINITY)));
}

/** Extend a logarithm of normal numbers, given for x = 2^shift lifted, to all numbers. */
export function everywhere<V, M>(
  o: Operations<V, M>,
  x: V,
  plain: (lifted: V, shift: number) => V,
): V {
  return o.rarely(o.not(isPlain(o, x)), plain(x, 0), () => {
    const zero = o.constant(0);
    const infinity = o.constant(Number.POSITIVE_INFINITY);
    const { lift } = tables[o.precision];
    const subnormal = plain(o.mul(x, o.constant(2 ** lift)), -lift);
    const atEnds = o.select(o.eq(x, zero), o.neg(infinity), infinity);
    const isEnd = o.or(o.eq(x, zero), o.eq(x, infinity));
    const inside = o.select(isEnd, atEnds, subnormal);
    return o.select(o.ge(x, zero), inside, o.constant(Number.NaN));
  });
}

/** ln(x) for normal x, plus `shift` ln 2, with about 12 bits more than the precision. */
export function extendedLog<V, M>(o: Operations<V, M>, x: V, shift: number): Extended<V> {
  const { ln2, third, fifth, tail } = tables[o.precision];
  const { k: exponent, f } = splitLogarithm(o, x);
  const k = shift === 0 ? exponent : o.add(exponent, o.constant(shift));
  const zero = o.constant(0);
  // ln(1 + f) = ln((1 + s) / (1 - s)), s = f / (2 + f).
  const s = quotient(o, { high: f, low: zero }, twoSum(o, o.constant(2), f));
  const square = twoProduct(o, s.high, s.high);
  const twice = o.mul(o.add(s.high, s.high), s.low);
  const z = { high: square.high, low: o.add(square.low, twice) };
  const c5 = extendedConstant(o, fifth);
  const sum5 = quickSum(o, c5.high, o.mul(z.high, polynomial(o, tail, z.high)));
  const above5 = product(o, z, { high: sum5.high, low: o.add(sum5.low, c5.low) });
  const c3 = extendedConstant(o, third);
  const sum3 = quickSum(o, c3.high, above5.high);
  const above3 = product(o, z, {
    high: sum3.high,
    low: o.add(sum3.low, o.add(above5.low, c3.low)),
  });
  const above1 = product(o, s, quickSum(o, above3.high, above3.low));
  const double = { high: o.add(s.high, s.high), low: o.add(s.low, s.low) };
  const mantissa = quickSum(o, double.high, above1.high);
  const mantissaLow = o.add(mantissa.low, o.add(double.low, above1.low));
  const whole = twoSum(o, o.mul(k, o.constant(ln2[0])), mantissa.high);
  const low = o.add(whole.low, o.add(mantissaLow, o.mul(k, o.constant(ln2[1]))));
  return quickSum(o, whole.high, low);
}
