import { type Builder, routine } from "../form/build.ts";
import type { Value } from "../form/graph.ts";
import type { Routine } from "../form/routine.ts";
import type { FloatType } from "../form/types.ts";

/** Write the routine that adds a weight times each count to the corresponding sum. */
export function addCounts(type: FloatType): Routine {
  return routine(
    "add_counts",
    {
      about: "Adds a weight times each count to sums.",
      parameters: { size: "i32", weight: "f64" },
      passed: { counts: "i32", sums: type },
    },
    (b, { size, weight }, { counts, sums }) => {
      const { add, mul } = b.floats(type);
      const each = type === "f64" ? weight : b.keep("each", b.apply("toF32", weight));
      b.for({ from: b.i32(0), to: size }, (k) => {
        const more = mul(each, asFloat(b, type, b.load(counts, k)));
        b.store(sums, k, add(b.load(sums, k), more));
      });
      return undefined;
    },
  );
}

/**
 * Write the routine that adds counts of listed targets.
 *
 * Each target's count times its weight is added to the sum at its index.
 */
export function addListed(type: FloatType): Routine {
  return routine(
    "add_listed",
    {
      about: "Adds the weight of each listed target times its count to the corresponding sum.",
      parameters: { size: "i32" },
      passed: { list: "i32", counts: "i32", places: "i32", weights: type, sums: type },
    },
    (b, { size }, { list, counts, places, weights, sums }) => {
      const { add, mul } = b.floats(type);
      b.for({ from: b.i32(0), to: size }, (k) => {
        const target = b.load(list, k);
        const place = b.load(places, target);
        const more = mul(b.load(weights, target), asFloat(b, type, b.load(counts, target)));
        b.store(sums, place, add(b.load(sums, place), more));
      });
      return undefined;
    },
  );
}

function asFloat(b: Builder, type: FloatType, count: Value): Value {
  return b.apply(type === "f64" ? "toF64Unsigned" : "toF32Unsigned", count);
}
