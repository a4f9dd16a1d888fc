import { mostThresholds, type RandomSeries } from "@spikeloom/code";
import type { Key } from "@spikeloom/random";
import { type Arena, paddedLength } from "../arena.ts";
import { type PlacedArray, placed } from "../placed.ts";

/** Allocate the memory of a series; `out` is given if the numbers belong to a slot. */
export function layRandomSeries(
  memory: Arena,
  given: { readonly key: Key; readonly entities: Uint32Array; readonly out?: PlacedArray },
): RandomSeries<PlacedArray> {
  const length = paddedLength(given.entities.length);
  // If it is missing, all of it is drawn again.
  const words = (name: string, count: number): PlacedArray<"i32"> =>
    memory.array(name, "i32", { length: count, kind: "fixed" });
  const out = given.out ?? words("counts", length);
  const key = words("key", 6);
  return {
    ...given,
    out,
    words: {
      key: placed("key", "i32", { address: key.address, length: 4 }),
      held: placed("held", "f64", { address: key.address + 16, length: 1 }),
      entities: words("entities", length),
      planes: words("planes", 4 * length),
      thresholds: words("thresholds", mostThresholds),
    },
  };
}
