import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Write the routine that adds slopes to the gradients of rows of weights.
 *
 * Element `at` + c of the slopes is added to element c of row `ids[k]`, for each k from `from` below `to`; rows of
 * `width` elements, of which `columns` are used, start at `into`. This is the outer product of spikes and slopes.
 */
export function addOuter(type: FloatType): Routine {
  return routine(
    "add_outer",
    {
      about: "Adds slopes to the gradients of rows, one for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32", into: "i32", width: "i32", columns: "i32" },
      passed: { ids: "i32", slopes: type, gradients: type },
    },
    (b, { from, to, at, into, width, columns }, { ids, slopes, gradients }) => {
      const { add } = b.floats(type);
      b.for({ from, to }, (k) => {
        const id = b.load(ids, k);
        const row = b.keep("row", b.apply("add", into, b.apply("mul", id, width)));
        b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
          const place = b.keep("place", b.apply("add", row, c));
          const slope = b.load(slopes, b.apply("add", at, c));
          b.store(gradients, place, add(b.load(gradients, place), slope));
        });
      });
      return undefined;
    },
  );
}
