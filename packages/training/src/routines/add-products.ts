import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Make the routine that carries slopes back through weights.
 *
 * Adds row k of the weights, by target, times element `at` + k of the slopes to the sums. Rows of slopes that are 0,
 * as those of neurons far from their threshold may be, are left out.
 */
export function addProducts(type: FloatType): Routine {
  return routine(
    "add_products",
    {
      about: "Adds rows of weights to sums, each times a slope.",
      parameters: { at: "i32", count: "i32", width: "i32" },
      passed: { slopes: type, weights: type, sums: type },
    },
    (b, { at, count, width }, { slopes, weights, sums }) => {
      const { add, mul, ne, constant } = b.floats(type);
      b.for({ from: b.i32(0), to: count }, (k) => {
        const slope = b.load(slopes, b.apply("add", at, k));
        b.if(ne(slope, constant(0)), () => {
          const row = b.keep("row", b.apply("mul", k, width));
          b.for({ name: "c", from: b.i32(0), to: width }, (c) => {
            const weight = b.load(weights, b.apply("add", row, c));
            b.store(sums, c, add(b.load(sums, c), mul(slope, weight)));
          });
        });
      });
      return undefined;
    },
  );
}
