import type { Key } from "./key.ts";

/** Position in the words of one entity and step at which draws begin. */
export interface WordPlace {
  readonly key: Key;
  /** Counter words: the entity, any, the low and the high word of the step. */
  readonly counter: Uint32Array;
  /** The number of the first word, below 2^33. */
  readonly word: number;
}

/**
 * Draws many numbers of one stream at once.
 *
 * Each function fills `out` with the results of as many single draws from that word on, bit for bit, and returns the number of
 * words used.
 */
export interface BulkRandom {
  /** Below this length single draws are faster. */
  readonly least: number;
  /** Above this bound `distinctIntegers` would take too much memory. */
  readonly mostDistinct: number;
  /** Integers below `below`, which is at most 2^32 - 1. */
  integers(from: WordPlace, below: number, out: Uint32Array): number;
  /** Distinct integers below `below`, by Floyd's algorithm; not more than there are. */
  distinctIntegers(from: WordPlace, below: number, out: Uint32Array): number;
  uniforms(from: WordPlace, out: Float64Array): number;
  normals(from: WordPlace, out: Float64Array): number;
}
