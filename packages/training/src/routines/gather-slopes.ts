import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Examples whose slopes are carried back together: their sums stay in registers. */
export const together = 4;

/** Give how many numbers of a type a vector has: gathered slopes are written so often, and multiplied as they lie. */
export function copiesOf(type: FloatType): 2 | 4 {
  return type === "f64" ? 2 : 4;
}

/**
 * Make the routine that lays the slopes of some examples side by side, neuron by neuron, each as often as a vector has numbers.
 *
 * Those of an example begin at element `at`, and each next example's `apart` behind. Gives how many are not 0.
 */
export function gatherSlopes(type: FloatType): Routine {
  return routine(
    "gather_slopes",
    {
      about: "Lays the slopes of examples side by side, and counts those that are not 0.",
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
