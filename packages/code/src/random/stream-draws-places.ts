import type { StreamDrawLayout } from "./stream-draws.ts";

// 256 blocks are 4 KiB, which stay in the L1 cache while they are converted to numbers.
const numbers = 8192;

/** Numbers drawn per call: 64 KiB of doubles. */
export const mostNumbers = 8192;

/** Locations of the stream accelerator's working memory and of the numbers that it draws. */
export const streamDrawPlaces: StreamDrawLayout & { readonly numbers: number } = {
  place: 0,
  words: 64,
  mostBlocks: 256,
  tails: 4224,
  numbers,
  marks: numbers + mostNumbers * 8 + 64,
};
