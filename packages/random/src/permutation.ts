/** Rounds of a permutation; each takes a word. */
export const permutationRounds = 12;

/** A permutation of the integers below a size, computed one integer at a time. */
export interface Permutation {
  /** Number of integers, at most 2^32. */
  readonly size: number;
  /** One for each round. */
  readonly words: ArrayLike<number>;
}

/** Bits of each half of the integers that a permutation exchanges. */
export function permutationBits(size: number): { readonly upper: number; readonly lower: number } {
  const bits = Math.max(8, size > 1 ? 32 - Math.clz32(size - 1) : 0);
  return { upper: bits - (bits >>> 1), lower: bits >>> 1 };
}

/**
 * Compute the image of an integer: section 7 of specs/random.
 *
 * A Feistel network of two halves, repeated until the result is below the size (Black & Rogaway 2002,
 * doi:10.1007/3-540-45760-7_9).
 */
export function permuted({ size, words }: Permutation, index: number): number {
  const { upper, lower } = permutationBits(size);
  const mask = 2 ** lower - 1;
  let image = index;
  do {
    let high = image >>> lower;
    let low = image & mask;
    for (let round = 0; round < permutationRounds; round += 2) {
      high ^= mixed(low + (words[round] as number)) >>> (32 - upper);
      low ^= mixed(high + (words[round + 1] as number)) >>> (32 - lower);
    }
    image = ((high << lower) | low) >>> 0;
  } while (image >= size);
  return image;
}

/** Mix the bits of a word, as the last step of MurmurHash3 does. */
function mixed(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}
