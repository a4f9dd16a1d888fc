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
 * Moves many trains of Poisson events on by a gap each.
 *
 * `next` grows by the exponential draw `drawn` of the entity, divided by the rate. Draw n takes the first half of block n / 2 if n is even, else the second half.
 */
export interface GapDraws {
  /** Number of trains in each array, which are overwritten by other users of the thread. */
  readonly most: number;
  readonly entities: Uint32Array;
  readonly drawn: Uint32Array;
  readonly rates: Float64Array;
  readonly next: Float64Array;
  /** Move the first trains on; `drawn` is then 1 more. */
  advance(key: Key, trains: number): void;
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
