import type { Key } from "@spikeloom/random";
import type { Builder } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import { parallelArrays } from "./parallel-arrays.ts";

/**
 * Copies of a network that are computed together.
 *
 * All have the same populations and rules of a step; each has its own values, sums, spikes and tables, at these distances from
 * those of the copy before.
 */
export interface Copies {
  readonly count: number;
  readonly invocations: number;
  readonly neurons: number;
  readonly slots: number;
  /** In a row of the ring. */
  readonly sums: number;
  /** In a row of marks. */
  readonly marks: number;
  readonly tables: number;
}

/** Distances between two copies. */
export type CopyDistance = Exclude<keyof Copies, "count">;

/** The copy of an invocation; undefined where there is only one. */
export type OwnCopy = Value | undefined;

/** Split an index into a copy and the index within it; `size` is the number of indices of a copy. */
export function splitCopy(
  b: Builder,
  index: Value,
  { count, size }: { readonly count: number; readonly size: number },
): { readonly copy: OwnCopy; readonly own: Value } {
  if (count === 1) return { copy: undefined, own: index };
  const copy = b.keep("copy", b.apply("divUnsigned", index, b.i32(size)));
  const own = b.apply("sub", index, b.apply("mul", copy, b.i32(size)));
  return { copy, own: b.keep("own", own) };
}

/** Add the distance of a copy to an index. */
export function inCopy(b: Builder, index: Value, copy: OwnCopy, distance: number): Value {
  return copy === undefined ? index : b.apply("add", index, b.apply("mul", copy, b.i32(distance)));
}

/** Key of random numbers: constant, or words of `tables` of each copy. */
export type ParallelKey = Key | { readonly table: number };

/** Load the words of a key. */
export function keyWords(
  b: Builder,
  key: ParallelKey,
  { copy, tables }: { readonly copy: OwnCopy; readonly tables: number },
): readonly Value[] {
  if (!("table" in key)) return [...key].map((word) => b.i32(word));
  const start = b.keep("key", inCopy(b, b.i32(key.table), copy, tables));
  return [0, 1, 2, 3].map((word) => b.load(parallelArrays.tables, start, word));
}
