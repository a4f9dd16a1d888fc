import { type FloatType, type Routine, routine } from "@spikeloom/code";
import { together } from "./gather-slopes.ts";

/**
 * Make the routine that carries the slopes of an example back through weights.
 *
 * Adds row k of the weights, by target, times element `at` + k of the slopes to the sums, from element `into` on. Rows of
 * slopes that are 0, as those of neurons far from their threshold may be, are left out.
 */
export function addProducts(type: FloatType): Routine {
  return routine(
    "add_products",
    {
      about: "Adds rows of weights to sums, each times a slope.",
      parameters: { at: "i32", count: "i32", into: "i32", width: "i32" },
      passed: { slopes: type, weights: type, sums: type },
    },
    (b, { at, count, into, width }, { slopes, weights, sums }) => {
      const { add, mul, ne, constant } = b.floats(type);
      b.for({ from: b.i32(0), to: count }, (k) => {
        const slope = b.load(slopes, b.apply("add", at, k));
        b.if(ne(slope, constant(0)), () => {
          const row = b.keep("row", b.apply("mul", k, width));
          b.for({ name: "c", from: b.i32(0), to: width }, (c) => {
            const weight = b.load(weights, b.apply("add", row, c));
            const place = b.keep("place", b.apply("add", into, c));
            b.store(sums, place, add(b.load(sums, place), mul(slope, weight)));
          });
        });
      });
      return undefined;
    },
  );
}

/**
 * Make the routine that carries gathered slopes of some examples back through weights.
 *
 * It reads each row of the weights once for all of them; sums of an example lie `width` behind those of the one before
 * it. No row is left out.
 */
export function addGathered(type: FloatType): Routine {
  return routine(
    "add_gathered",
    {
      about: "Adds rows of weights to the sums of examples, each times their slopes.",
      parameters: { count: "i32", into: "i32", width: "i32" },
      passed: { gathered: type, weights: type, sums: type },
    },
    (b, { count, into, width }, { gathered, weights, sums }) => {
      const { add, mul } = b.floats(type);
      b.for({ from: b.i32(0), to: count }, (k) => {
        const row = b.keep("row", b.apply("mul", k, width));
        const own = b.keep("own", b.apply("mul", k, b.i32(together)));
        for (let example = 0; example < together; example++) {
          const slope = b.keep("slope", b.load(gathered, own, example));
          const begin = b.apply("add", into, b.apply("mul", width, b.i32(example)));
          const first = b.keep("first", begin);
          b.for({ name: "c", from: b.i32(0), to: width }, (c) => {
            const weight = b.load(weights, b.apply("add", row, c));
            const place = b.keep("place", b.apply("add", first, c));
            b.store(sums, place, add(b.load(sums, place), mul(slope, weight)));
          });
        }
      });
      return undefined;
    },
  );
}
