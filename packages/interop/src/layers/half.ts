/**
 * Decode a half-precision number.
 *
 * IEEE 754-2019, 3.6: 1 sign bit, 5 exponent bits, 10 significand bits.
 */
export function halfOf(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 31;
  const significand = word & 1023;
  if (exponent === 0) return sign * significand * 2 ** -24;
  if (exponent === 31) return significand === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + significand) * 2 ** (exponent - 25);
}
