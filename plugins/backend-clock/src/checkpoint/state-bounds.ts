import type { PlacedArray } from "../placed.ts";

/**
 * Locations of values that code uses as a count, an index, a step or a time, with their valid ranges.
 *
 * Plain data, because the shards of other threads send theirs.
 */
export type StateBound =
  | WordBound
  | ListBound
  | HistoryBound
  | RowBound
  | OwnRowBound
  | TrainBound
  | GapBound;

/** Integers (i32), each within a range. */
export interface WordBound {
  readonly kind: "words";
  readonly what: string;
  readonly address: number;
  readonly count: number;
  /** Distance between values in bytes. */
  readonly stride: number;
  readonly least: number;
  readonly most: number;
  /** Whether `most` is relative to the next step. */
  readonly isOfStep?: boolean;
}

/** Lists of indices, each with its length. */
export interface ListBound {
  readonly kind: "lists";
  readonly what: string;
  readonly lists: number;
  readonly counts: number;
  readonly length: number;
  readonly capacity: number;
  /** Exclusive upper bound of the indices. */
  readonly below: number;
}

/** Recent spikes of targets: rings of entries that end with one that has been applied everywhere. */
export interface HistoryBound {
  readonly kind: "history";
  readonly what: string;
  readonly targets: number;
  /** Address of the newest entry of each target. */
  readonly newest: number;
  readonly history: number;
  readonly ring: number;
  readonly entry: number;
  /** The step that marks an entry without a spike. */
  readonly never: number;
  /** Location of the step before which everything has been applied; undefined if spikes act immediately. */
  readonly safe: number | undefined;
  /** The first steps not yet applied, one word per delay. */
  readonly applied: Words;
  /** Number of steps of the longest dendritic delay. */
  readonly longest: number;
  /** The newest steps, in adjacent words. */
  readonly recent: { readonly address: number; readonly bytes: number; steps: number } | undefined;
}

/** Words at a fixed distance in bytes. */
export interface Words {
  readonly address: number;
  readonly count: number;
  readonly stride: number;
}

/** The rows of synapses under structural plasticity. */
export interface RowBound {
  readonly kind: "rows";
  readonly what: string;
  /** Where each row starts, and where the last one ends. */
  readonly offsets: PlacedArray<"i32">;
  /** Maximum number of synapses. */
  readonly room: number;
  readonly targets: PlacedArray<"i32" | "u16">;
  readonly below: number;
}

/** The same synapses by target and delay, each with the address of its segment. */
export interface OwnRowBound {
  readonly kind: "own rows";
  readonly what: string;
  readonly of: RowBound;
  /** Delays. */
  readonly columns: number;
  readonly offsets: PlacedArray<"i32">;
  readonly synapses: PlacedArray<"i32">;
  readonly segments: PlacedArray<"i32">;
  readonly firstSegment: number;
  readonly segmentBytes: number;
}

/** Locations of a source's drawn spike trains. */
export interface TrainBound {
  readonly kind: "train";
  readonly what: string;
  readonly address: number;
  readonly size: number;
  /** In ms. */
  readonly dt: number;
  readonly windowSteps: number;
  /** The earliest time in ms drawn before the first window. */
  readonly earliest: number;
}

/** Future Poisson events. */
export interface GapBound {
  readonly kind: "gaps";
  readonly what: string;
  readonly drawn: number;
  readonly next: number;
  readonly size: number;
  /** The first step with events, and the first step after the last one. */
  readonly window: readonly [number, number];
}
