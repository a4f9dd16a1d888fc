import type { DrawSource } from "./draw-source.ts";
import { DISTRIBUTION } from "./errors.ts";

const TWO_32 = 4294967296;

/** Draw an integer below n without bias (Lemire 2019, doi:10.1145/3230636). */
export function integer(from: Pick<DrawSource, "uint32">, n: number): number {
  if (!(Number.isInteger(n) && n >= 1 && n <= 2 * 4503599627370496)) {
    throw DISTRIBUTION({
      distribution: "whole-number",
      expected: "a whole number from 1 to 2^53",
      got: String(n),
    });
  }
  return n <= TWO_32 ? below(from, n) : belowLarge(from, n);
}

function below(from: Pick<DrawSource, "uint32">, n: number): number {
  for (;;) {
    const word = from.uint32();
    // The product word * n has 64 bits: its lower word decides on rejection, its upper word is the result.
    const rest = Math.imul(word, n) >>> 0;
    if (rest >= n || rest >= TWO_32 % n) {
      const middle = (word >>> 16) * n + Math.floor(((word & 0xffff) * n) / 65536);
      return Math.floor(middle / 65536);
    }
  }
}

function belowLarge(from: Pick<DrawSource, "uint32">, n: number): number {
  // The least 2^bits - 1 that covers the upper word of n - 1.
  const shift = Math.clz32(Math.floor((n - 1) / TWO_32));
  for (;;) {
    const high = from.uint32() >>> shift;
    const value = high * TWO_32 + from.uint32();
    if (value < n) return value;
  }
}
