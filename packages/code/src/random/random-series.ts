import type { Key } from "@spikeloom/random";
import type { ArrayPlace } from "../form/routine.ts";

/** The elements of an array in memory; whole numbers are never negative. */
export type ArrayView = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** Looks at arrays in a memory. */
export type ViewArray = (array: ArrayPlace) => ArrayView;

/** A series of random numbers, one per neuron and step, with its memory. */
export interface RandomSeries<Array extends ArrayPlace = ArrayPlace> {
  readonly key: Key;
  /** The number that each neuron has in its whole population, which decides what it draws. */
  readonly entities: Uint32Array;
  /** Array that receives the numbers: floats for draws, i32 for counts. */
  readonly out: Array;
  readonly words: SeriesWords<Array>;
}

/** State of a series that compiled code stores between steps; rebuilt if absent. */
export interface SeriesWords<Array extends ArrayPlace = ArrayPlace> {
  /** The words of the key. */
  readonly key: Array;
  /** One f64: which block the planes hold, plus one; zero before there is any. */
  readonly held: Array;
  readonly entities: Array;
  /** Four planes of words, each as long as `entities`. */
  readonly planes: Array;
  /** Room for `mostThresholds`. */
  readonly thresholds: Array;
}

/** More than the thresholds of the largest mean that tables cover. */
export const mostThresholds = 1024;
