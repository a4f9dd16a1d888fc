import type { StreamDrawLayout } from "./stream-draws.ts";

// 256 blocks are 4 KiB, which stay in the first cache while numbers are made of them.
const numbers = 8192;

/** Numbers that are drawn in one call: 64 KiB of doubles. */
export const mostNumbers = 8192;

/** Where the accelerator of streams keeps what it works with, and the numbers that it draws. */
export const streamDrawPlaces: StreamDrawLayout & { readonly numbers: number } = {
  place: 0,
  words: 64,
  mostBlocks: 256,
  tails: 4224,
  numbers,
  marks: numbers + mostNumbers * 8 + 64,
};
