import type { Key } from "./key.ts";

/** Where in the words of one entity and step draws begin. */
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
 * Each function fills `out` with what as many single draws from that word on give, bit for bit, and
 * gives the number of words that they take.
 */
export interface BulkRandom {
  /** Below this length single draws take less time. */
  readonly least: number;
  /** Above this bound `distinctIntegers` would take too much memory. */
  readonly mostDistinct: number;
  /** Whole numbers below `below`, which is at most 2^32 - 1. */
  integers(from: WordPlace, below: number, out: Uint32Array): number;
  /** Distinct whole numbers below `below`, by Floyd's algorithm; not more than there are. */
  distinctIntegers(from: WordPlace, below: number, out: Uint32Array): number;
  uniforms(from: WordPlace, out: Float64Array): number;
  normals(from: WordPlace, out: Float64Array): number;
}
