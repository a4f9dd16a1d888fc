import type { Key } from "@spikeloom/random";
import { type Arena, paddedLength } from "../arena.ts";

/**
 * Poisson events of a low rate that stays, with the memory that they need.
 *
 * All state is in memory, so a snapshot of it holds the events to come too.
 */
export interface GapSeries {
  readonly key: Key;
  /** The number that each neuron has in its whole population, which decides what it draws. */
  readonly entities: Uint32Array;
  /** Mean number of events a step, at most 1: of all neurons, or of each. */
  readonly lambda: number | Float64Array;
  /** The first step with events. */
  readonly start: number;
  /** Where the neurons with events in the step are listed: i32, ascending. */
  readonly list: number;
  /** How many events each neuron had: i32, right only for those on the list. */
  readonly counts: number;
  readonly address: {
    readonly key: number;
    readonly entities: number;
    readonly next: number;
    readonly drawn: number;
    readonly lambda: number;
    readonly work: number;
  };
}

/** Take the events of a step, steps in order; gives how many neurons are on the list. */
export type TakeGaps = (series: GapSeries, step: number) => number;

const keyBytes = 64;

/** Give a series of events its memory. */
export function layGapSeries(
  memory: Arena,
  given: Pick<GapSeries, "key" | "entities" | "lambda" | "start">,
): GapSeries {
  const plane = paddedLength(given.entities.length) * 4;
  // Lists are read in fours, and a little is written past their end.
  const listBytes = plane + 16;
  return {
    ...given,
    list: memory.allocate(listBytes),
    counts: memory.allocate(plane),
    address: {
      key: memory.allocate(keyBytes),
      entities: memory.allocate(plane),
      next: memory.allocate(2 * plane),
      drawn: memory.allocate(plane),
      lambda: memory.allocate(2 * plane),
      work: memory.allocate(listBytes),
    },
  };
}
