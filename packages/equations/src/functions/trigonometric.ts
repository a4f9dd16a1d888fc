import { type Angle, farAngle, isNear, nearAngle } from "./angle.ts";
import { type Extended, quickSum, quotient, rounded } from "./extended.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

interface Table {
  /** (sin(r) - r) / r^3 as a polynomial in r^2 for |r| <= pi / 4. */
  readonly sine: readonly number[];
  /** (cos(r) - 1 + r^2 / 2) / r^4 as a polynomial in r^2. */
  readonly cosine: readonly number[];
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    sine: [
      -0.16666666666666666, 0.008333333333330925, -0.00019841269836722418, 2.755731608381636e-6,
      -2.5051127944014188e-8, 1.5917848524808262e-10,
    ],
    cosine: [
      0.041666666666666664, -0.0013888888888887382, 2.480158729874307e-5, -2.7557317260008837e-7,
      2.0876143827993133e-9, -1.1382456778061306e-11,
    ],
  },
  f32: {
    sine: [-0.166666641831398, 0.008332746103405952, -0.00019587387214414775],
    cosine: [0.0416666641831398, -0.0013888300163671374, 2.4547436623834074e-5],
  },
};

function sineOf<V, M>(o: Operations<V, M>, { high, low }: Extended<V>): Extended<V> {
  const z = o.mul(high, high);
  const cubic = o.mul(o.mul(z, high), polynomial(o, tables[o.precision].sine, z));
  const turned = o.mul(low, o.sub(o.constant(1), o.mul(o.constant(0.5), z)));
  return quickSum(o, high, o.add(cubic, turned));
}

function cosineOf<V, M>(o: Operations<V, M>, { high, low }: Extended<V>): Extended<V> {
  const z = o.mul(high, high);
  const half = o.mul(o.constant(0.5), z);
  const main = quickSum(o, o.constant(1), o.neg(half));
  const quartic = o.mul(o.mul(z, z), polynomial(o, tables[o.precision].cosine, z));
  return quickSum(o, main.high, o.add(main.low, o.sub(quartic, o.mul(high, low))));
}

function choose<V, M>(
  o: Operations<V, M>,
  mask: M,
  [yes, no]: readonly [Extended<V>, Extended<V>],
): Extended<V> {
  return { high: o.select(mask, yes.high, no.high), low: o.select(mask, yes.low, no.low) };
}

/** Whether quarters / 2^power, rounded down, is odd. */
function isOdd<V, M>(o: Operations<V, M>, quarters: V, power: 0 | 1): M {
  const halves = o.floor(o.mul(quarters, o.constant(2 ** -power)));
  const half = o.mul(halves, o.constant(0.5));
  return o.ne(o.floor(half), half);
}

function everywhere<V, M>(o: Operations<V, M>, x: V, at: (angle: Angle<V>) => V): V {
  return o.rarely(o.not(isNear(o, x)), at(nearAngle(o, x)), () => at(farAngle(o, x)));
}

function quadrants<V, M>(o: Operations<V, M>, { quarters, rest }: Angle<V>, ahead: 0 | 1): V {
  const turned = ahead === 0 ? quarters : o.add(quarters, o.constant(1));
  const swap = isOdd(o, turned, 0);
  const value = rounded(o, choose(o, swap, [cosineOf(o, rest), sineOf(o, rest)]));
  return o.select(isOdd(o, turned, 1), o.neg(value), value);
}

/** The sine, with exact reduction at any magnitude. */
export function sin<V, M>(o: Operations<V, M>, x: V): V {
  const all = everywhere(o, x, (angle) => quadrants(o, angle, 0));
  return o.select(o.eq(x, o.constant(0)), x, all);
}

/** The cosine, with exact reduction at any magnitude. */
export function cos<V, M>(o: Operations<V, M>, x: V): V {
  return everywhere(o, x, (angle) => quadrants(o, angle, 1));
}

/** The tangent, with exact reduction at any magnitude. */
export function tan<V, M>(o: Operations<V, M>, x: V): V {
  const all = everywhere(o, x, ({ quarters, rest }) => {
    const [sine, cosine] = [sineOf(o, rest), cosineOf(o, rest)];
    const odd = isOdd(o, quarters, 0);
    const over = choose(o, odd, [cosine, sine]);
    const under = choose(o, odd, [sine, cosine]);
    const value = rounded(o, quotient(o, over, under));
    return o.select(odd, o.neg(value), value);
  });
  return o.select(o.eq(x, o.constant(0)), x, all);
}
