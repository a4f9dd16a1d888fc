import type { Key } from "@spikeloom/random";
import { type Arena, paddedLength } from "../arena.ts";

/** A series of random numbers, one per neuron and step, with the memory that it needs. */
export interface RandomSeries {
  readonly key: Key;
  readonly size: number;
  /** The number that each neuron has in its whole population, which decides what it draws. */
  readonly entities: Uint32Array;
  /** Where the numbers go: the precision's floats for draws, i32 for counts. */
  readonly out: number;
  /** The key, the plane of entities, four planes of words, and thresholds. */
  readonly words: number;
}

// Thresholds of the largest mean that tables cover take fewer entries than this.
export const mostThresholds = 1024;
/** Bytes that the key and what the planes hold take. */
export const keyBytes = 64;

/** Give a series its memory; `out` is given where the numbers belong in a slot. */
export function layRandomSeries(
  memory: Arena,
  given: { readonly key: Key; readonly entities: Uint32Array; readonly out?: number },
): RandomSeries {
  const { key, entities, out } = given;
  const size = entities.length;
  const plane = paddedLength(size) * 4;
  return {
    key,
    size,
    entities,
    out: out ?? memory.allocate(plane, "fixed"),
    // Drawn again where it is not there.
    words: memory.allocate(keyBytes + 5 * plane + mostThresholds * 4, "fixed"),
  };
}
