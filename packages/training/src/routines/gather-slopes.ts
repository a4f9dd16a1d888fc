import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Number of samples whose slopes are propagated together: their sums stay in registers. */
export const together = 4;

/**
 * Return the number of lanes of a vector of a type: interleaved slopes are repeated that often, ready to be multiplied.
 */
export function copiesOf(type: FloatType): 2 | 4 {
  return type === "f64" ? 2 : 4;
}

/**
 * Write the routine that interleaves the slopes of some samples, neuron by neuron, each repeated for all lanes of a
 * vector.
 *
 * Those of the first sample start at element `at`, those of consecutive samples are `apart` elements apart. Returns the
 * number of non-zero slopes.
 */
export function gatherSlopes(type: FloatType): Routine {
  return routine(
    "gather_slopes",
    {
      about: "Interleaves the slopes of samples, and counts the non-zero ones.",
      parameters: { at: "i32", apart: "i32", count: "i32" },
      passed: { slopes: type, gathered: type },
    },
    (b, { at, apart, count }, { slopes, gathered }) => {
      const { ne, constant } = b.floats(type);
      const copies = copiesOf(type);
      const found = b.variable("found", b.i32(0));
      b.for({ name: "n", from: b.i32(0), to: count }, (n) => {
        const place = b.keep("place", b.apply("mul", n, b.i32(together * copies)));
        for (let example = 0; example < together; example++) {
          const from = b.apply("add", at, b.apply("mul", apart, b.i32(example)));
          const slope = b.keep("slope", b.load(slopes, b.apply("add", from, n)));
          for (let copy = 0; copy < copies; copy++) {
            b.store(gathered, place, slope, example * copies + copy);
          }
          b.if(ne(slope, constant(0)), () => {
            b.set(found, b.apply("add", b.get(found), b.i32(1)));
          });
        }
      });
      return [b.get(found)];
    },
  );
}
