/** The width of a number: 53 or 24 significant bits. */
export type Precision = "f64" | "f32";

/**
 * Elementary operations on values V and masks M.
 *
 * Built-in functions are written once in terms of them.
 *
 * Every operation is exact or correctly rounded, so every implementation gives the same bits (except for the payload of NaN). A
 * value may be used any number of times.
 */
export interface Operations<V, M> {
  readonly precision: Precision;
  /** A number, rounded to the precision. */
  constant(x: number): V;
  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  div(a: V, b: V): V;
  sqrt(x: V): V;
  neg(x: V): V;
  abs(x: V): V;
  floor(x: V): V;
  ceil(x: V): V;
  /** Round toward zero. */
  trunc(x: V): V;
  /** Round to the nearest integer, ties to even. */
  nearest(x: V): V;
  /** IEEE 754 minimum: NaN if either is NaN, -0 below 0. */
  min(a: V, b: V): V;
  /** IEEE 754 maximum: NaN if either is NaN, 0 above -0. */
  max(a: V, b: V): V;
  /** `a < b ? a : b`, so b if either is NaN or both are zeros: one instruction on SIMD units. */
  lesser(a: V, b: V): V;
  /** `a > b ? a : b`, so b if either is NaN or both are zeros. */
  greater(a: V, b: V): V;
  /** The magnitude of the first with the sign bit of the second. */
  withSign(size: V, sign: V): V;

  lt(a: V, b: V): M;
  le(a: V, b: V): M;
  gt(a: V, b: V): M;
  ge(a: V, b: V): M;
  eq(a: V, b: V): M;
  ne(a: V, b: V): M;
  and(a: M, b: M): M;
  or(a: M, b: M): M;
  not(a: M): M;
  select(mask: M, yes: V, no: V): V;
  /**
   * `select(mask, slow(), usual)`, where `slow` is skipped if no lane needs it.
   *
   * `usual` may hold anything in lanes where the mask is set.
   */
  rarely(mask: M, usual: V, slow: () => V): V;

  /** The exponent e of a positive normal number in m * 2^e, 1 <= m < 2. */
  exponentOf(x: V): V;
  /** The significand m in [1, 2) of a normal number, without its sign. */
  mantissaOf(x: V): V;
  /** Shift the bits left by the width of the fraction, so that its low bits become the exponent. */
  intoExponent(x: V): V;
  /**
   * The upper half of the significand (26 or 12 bits); products of two heads, a head and a rest, or two rests are
   * exact.
   */
  head(x: V): V;
}
