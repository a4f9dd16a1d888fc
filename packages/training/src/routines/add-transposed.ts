import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Write the routine that adds slopes to the gradients of rows, neuron by neuron.
 *
 * It does the same as `addOuter` for all steps and samples, but reads and writes each row once. For each spike of a
 * neuron, `arrivals` holds the element of the slopes that it reaches.
 */
export function addTransposed(type: FloatType): Routine {
  return routine(
    "add_transposed",
    {
      about: "Adds slopes to the gradients of rows, neuron by neuron.",
      parameters: { found: "i32", into: "i32", width: "i32", columns: "i32" },
      passed: { who: "i32", begins: "i32", arrivals: "i32", slopes: type, gradients: type },
    },
    (b, { found, into, width, columns }, { who, begins, arrivals, slopes, gradients }) => {
      const { add } = b.floats(type);
      b.for({ name: "n", from: b.i32(0), to: found }, (n) => {
        const row = b.keep("row", b.apply("add", into, b.apply("mul", b.load(who, n), width)));
        b.for({ from: b.load(begins, n), to: b.load(begins, n, 1) }, (k) => {
          const from = b.keep("from", b.load(arrivals, k));
          b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
            const place = b.keep("place", b.apply("add", row, c));
            const slope = b.load(slopes, b.apply("add", from, c));
            b.store(gradients, place, add(b.load(gradients, place), slope));
          });
        });
      });
      return undefined;
    },
  );
}
