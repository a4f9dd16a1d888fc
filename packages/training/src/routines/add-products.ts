import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Write the routine that adds rows of a matrix, each times a number.
 *
 * Adds row k of the weights, times element `at` + k of the slopes, to the sums from element `into` on. Rows with a
 * slope of 0 are skipped.
 */
export function addProducts(type: FloatType): Routine {
  return routine(
    "add_products",
    {
      about: "Adds rows of weights to sums, each times a slope.",
      parameters: { at: "i32", count: "i32", into: "i32", width: "i32", columns: "i32" },
      passed: { slopes: type, weights: type, sums: type },
    },
    (b, { at, count, into, width, columns }, { slopes, weights, sums }) => {
      const { add, mul, ne, constant } = b.floats(type);
      b.for({ from: b.i32(0), to: count }, (k) => {
        const slope = b.load(slopes, b.apply("add", at, k));
        b.if(ne(slope, constant(0)), () => {
          const row = b.keep("row", b.apply("mul", k, width));
          b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
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
