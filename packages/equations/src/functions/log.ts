import { everywhere, splitLogarithm } from "./logarithm.ts";
import type { Operations, Precision } from "./operations.ts";
import { polynomial } from "./polynomial.ts";

interface Table {
  readonly ln2: readonly [high: number, low: number];
  /** (ln((1 + s) / (1 - s)) / s - 2) / z with z = s^2 <= 0.0295. */
  readonly tail: readonly number[];
}

const tables: Readonly<Record<Precision, Table>> = {
  f64: {
    ln2: [0.6931471805592082, 7.371002565167799e-13],
    tail: [
      0.666666666666667, 0.3999999999989827, 0.2857142862653362, 0.22222211043776857,
      0.18182895750119193, 0.1533150161114533, 0.1461916613488797,
    ],
  },
  f32: {
    ln2: [0.693115234375, 3.194618329871446e-5],
    tail: [0.6666666865348816, 0.4000012278556824, 0.28550735116004944, 0.23332762718200684],
  },
};

/** ln(x): by s = f / (2 + f) for the significand 1 + f, with ln 2 in two parts. */
export function log<V, M>(o: Operations<V, M>, x: V): V {
  return everywhere(o, x, (lifted, shift) => plainLog(o, lifted, shift));
}

function plainLog<V, M>(o: Operations<V, M>, x: V, shift: number): V {
  const { ln2, tail } = tables[o.precision];
  const { k: exponent, f } = splitLogarithm(o, x);
  const k = shift === 0 ? exponent : o.add(exponent, o.constant(shift));
  const s = o.div(f, o.add(o.constant(2), f));
  const z = o.mul(s, s);
  const above = o.mul(z, polynomial(o, tail, z));
  const half = o.mul(o.constant(0.5), o.mul(f, f));
  // ln(1 + f) = f - f^2 / 2 + s (f^2 / 2 + above): the large terms are added last.
  const small = o.add(o.mul(s, o.add(half, above)), o.mul(k, o.constant(ln2[1])));
  return o.sub(o.mul(k, o.constant(ln2[0])), o.sub(o.sub(half, small), f));
}
