import { type FloatType, type Routine, routine } from "@spikeloom/code";

/**
 * Write the routine that adds, for all steps of a group of samples, the rows of neurons whose spikes arrive.
 *
 * Element c of row `ids[k]`, for each k in a step's range of the list, is added to element c of the sums of the step in
 * which it arrives. Ranges start at `marks`, from element `mark` on, `steps` plus one per sample; only spikes of the
 * first `limit` steps arrive. The sums of consecutive steps are `elements` apart, the first ones start at `at`; they
 * are initialised to 0 if `fresh` is 1.
 */
export function addArrivals(type: FloatType): Routine {
  return routine(
    "add_arrivals",
    {
      about: "Adds rows of weights to the sums of all steps, one for each spike.",
      parameters: {
        mark: "i32",
        examples: "i32",
        steps: "i32",
        limit: "i32",
        at: "i32",
        elements: "i32",
        width: "i32",
        columns: "i32",
        fresh: "i32",
      },
      passed: { ids: "i32", marks: "i32", weights: type, sums: type },
    },
    (b, given, { ids, marks, weights, sums }) => {
      const { mark, examples, steps, limit, at, elements, width, columns, fresh } = given;
      const { add, constant } = b.floats(type);
      b.for({ name: "example", from: b.i32(0), to: examples }, (example) => {
        const begin = b.keep("begin", b.apply("mul", example, b.apply("add", steps, b.i32(1))));
        b.for({ name: "step", from: b.i32(0), to: limit }, (step) => {
          const own = b.keep("own", b.apply("add", begin, step));
          const sum = b.keep("sum", b.apply("add", at, b.apply("mul", own, elements)));
          const part = b.keep("part", b.apply("add", mark, own));
          b.if(b.apply("eq", fresh, b.i32(1)), () => {
            b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
              b.store(sums, b.apply("add", sum, c), constant(0));
            });
          });
          b.for({ from: b.load(marks, part), to: b.load(marks, part, 1) }, (k) => {
            const row = b.keep("row", b.apply("mul", b.load(ids, k), width));
            b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
              const place = b.keep("place", b.apply("add", sum, c));
              const weight = b.load(weights, b.apply("add", row, c));
              b.store(sums, place, add(b.load(sums, place), weight));
            });
          });
        });
      });
      return undefined;
    },
  );
}
