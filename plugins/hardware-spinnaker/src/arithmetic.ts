/** Rounding of products of s16.15 numbers. */
export type SpinnakerRounding = "nearest" | "floor";

/** Integers that a signed word of 32 bits holds start at -2^31. */
const half = 2 ** 31;

/** A sum as a signed word of 32 bits holds it: modulo 2^32. */
export function wrapped(sum: string): string {
  return `(${sum} + ${half}) % ${2 * half} - ${half}`;
}

/**
 * Product of two s16.15 numbers, before it is stored in a word.
 *
 * It has up to 62 bits, so the first factor is divided into two parts, whose products are exact in doubles.
 */
export function product(a: string, b: string, rounding: SpinnakerRounding): string {
  const added = rounding === "nearest" ? " + 16384" : "";
  const high = `floor(${a} / 32768)`;
  return `${high} * ${b} + floor(((${a} - 32768 * ${high}) * ${b}${added}) / 32768)`;
}

/** Product as a word holds it: the routine that rounds to nearest saturates, the compiler's own truncating one wraps. */
export function storedProduct(value: string, rounding: SpinnakerRounding): string {
  return rounding === "nearest" ? `clip(${value}, ${-half}, ${half - 1})` : wrapped(value);
}

/** Product of an s16.15 number and a fraction u0.32, rounded down; both factors have up to 32 bits. */
export function scaled(a: string, fraction: string): string {
  const high = `floor(${a} / 65536)`;
  const low = `(${a} - 65536 * ${high})`;
  return `floor((${high} * ${fraction} + floor(${low} * ${fraction} / 65536)) / 65536)`;
}
