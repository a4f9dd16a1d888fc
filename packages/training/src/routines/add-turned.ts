import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Make the routine that adds slopes to the gradients of rows, neuron by neuron.
 *
 * It does what `addOuter` does for all steps, with each row read and written once. A spike of step s meets the slopes of
 * step s + `latency`, where that is below `limit`; those of a step begin `elements` after those of the step before it,
 * from `at` on.
 */
export function addTurned(type: FloatType): Routine {
  return routine(
    "add_turned",
    {
      about: "Adds slopes to the gradients of rows, neuron by neuron.",
      parameters: {
        ...{ found: "i32", latency: "i32", limit: "i32" },
        ...{ elements: "i32", at: "i32", into: "i32", width: "i32" },
      },
      passed: { who: "i32", begins: "i32", steps: "i32", slopes: type, gradients: type },
    },
    (b, given, { who, begins, steps, slopes, gradients }) => {
      const { found, latency, limit, elements, at, into, width } = given;
      const { add } = b.floats(type);
      b.for({ name: "n", from: b.i32(0), to: found }, (n) => {
        const row = b.keep("row", b.apply("add", into, b.apply("mul", b.load(who, n), width)));
        b.for({ from: b.load(begins, n), to: b.load(begins, n, 1) }, (k) => {
          const arrives = b.keep("arrives", b.apply("add", b.load(steps, k), latency));
          b.if(b.apply("lt", arrives, limit), () => {
            const from = b.keep("from", b.apply("add", at, b.apply("mul", arrives, elements)));
            b.for({ name: "c", from: b.i32(0), to: width }, (c) => {
              const place = b.keep("place", b.apply("add", row, c));
              const slope = b.load(slopes, b.apply("add", from, c));
              b.store(gradients, place, add(b.load(gradients, place), slope));
            });
          });
        });
      });
      return undefined;
    },
  );
}
