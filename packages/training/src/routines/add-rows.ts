import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Write the routine that adds the rows of neurons that spiked.
 *
 * Element c of row `ids[k]`, for each k from `from` below `to`, is added to element `at` + c of the sums, for the first
 * `columns` of the `width` elements of a row.
 */
export function addRows(type: FloatType): Routine {
  return routine(
    "add_rows",
    {
      about: "Adds rows of weights to sums, one for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32", width: "i32", columns: "i32" },
      passed: { ids: "i32", weights: type, sums: type },
    },
    (b, { from, to, at, width, columns }, { ids, weights, sums }) => {
      const { add } = b.floats(type);
      b.for({ from, to }, (k) => {
        const row = b.keep("row", b.apply("mul", b.load(ids, k), width));
        b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
          const place = b.keep("place", b.apply("add", at, c));
          const weight = b.load(weights, b.apply("add", row, c));
          b.store(sums, place, add(b.load(sums, place), weight));
        });
      });
      return undefined;
    },
  );
}
