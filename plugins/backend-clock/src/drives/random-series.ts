import { mostThresholds, type RandomSeries } from "@spikeloom/code";
import type { Key } from "@spikeloom/random";
import { type Arena, paddedLength } from "../arena.ts";
import { type PlacedArray, placed } from "../placed.ts";

/** Give a series its memory; `out` is given where the numbers belong in a slot. */
export function layRandomSeries(
  memory: Arena,
  given: { readonly key: Key; readonly entities: Uint32Array; readonly out?: PlacedArray },
): RandomSeries<PlacedArray> {
  const length = paddedLength(given.entities.length);
  // All of it is drawn again where it is not there.
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
