import type { Operations } from "./operations.ts";

/** An unevaluated sum that carries about twice the precision; the low part is far smaller. */
export interface Extended<V> {
  readonly high: V;
  readonly low: V;
}

/** The sum of two values and its rounding error (Knuth 1969, TAOCP 2, 4.2.2). */
export function twoSum<V, M>(o: Operations<V, M>, a: V, b: V): Extended<V> {
  const high = o.add(a, b);
  const other = o.sub(high, a);
  return { high, low: o.add(o.sub(a, o.sub(high, other)), o.sub(b, other)) };
}

/** The sum and its rounding error if |a| >= |b| or a = 0 (Dekker 1971, doi:10.1007/BF01397083). */
export function quickSum<V, M>(o: Operations<V, M>, a: V, b: V): Extended<V> {
  const high = o.add(a, b);
  return { high, low: o.sub(b, o.sub(high, a)) };
}

/** The product of two values and its rounding error, unless it over- or underflows (Dekker 1971). */
export function twoProduct<V, M>(o: Operations<V, M>, a: V, b: V): Extended<V> {
  const high = o.mul(a, b);
  const [aHead, bHead] = [o.head(a), o.head(b)];
  const [aRest, bRest] = [o.sub(a, aHead), o.sub(b, bHead)];
  const cross = o.add(o.sub(o.mul(aHead, bHead), high), o.mul(aHead, bRest));
  return { high, low: o.add(o.add(cross, o.mul(aRest, bHead)), o.mul(aRest, bRest)) };
}

/** The product of two extended values, not normalised. */
export function product<V, M>(o: Operations<V, M>, a: Extended<V>, b: Extended<V>): Extended<V> {
  const { high, low } = twoProduct(o, a.high, b.high);
  return { high, low: o.add(low, o.add(o.mul(a.high, b.low), o.mul(a.low, b.high))) };
}

/** The quotient of two extended values. */
export function quotient<V, M>(o: Operations<V, M>, a: Extended<V>, b: Extended<V>): Extended<V> {
  const high = o.div(a.high, b.high);
  const back = twoProduct(o, high, b.high);
  const rest = o.sub(o.add(o.sub(o.sub(a.high, back.high), back.low), a.low), o.mul(high, b.low));
  return { high, low: o.div(rest, b.high) };
}

/** Round an extended value. */
export function rounded<V, M>(o: Operations<V, M>, { high, low }: Extended<V>): V {
  return o.add(high, low);
}

/** An extended constant. */
export function extendedConstant<V, M>(
  o: Operations<V, M>,
  [high, low]: readonly [number, number],
): Extended<V> {
  return { high: o.constant(high), low: o.constant(low) };
}
