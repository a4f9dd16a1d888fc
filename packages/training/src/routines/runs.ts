import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Make the routine that adds a stretch of elements, each times a factor, to another. */
export function addRun(type: FloatType): Routine {
  return routine(
    "add_run",
    {
      about: "Adds elements, each times a factor, to others.",
      parameters: { from: "i32", into: "i32", count: "i32", factor: type },
      passed: { values: type, sums: type },
    },
    (b, { from, into, count, factor }, { values, sums }) => {
      const { add, mul } = b.floats(type);
      b.for({ name: "c", from: b.i32(0), to: count }, (c) => {
        const place = b.keep("place", b.apply("add", into, c));
        const value = b.load(values, b.apply("add", from, c));
        b.store(sums, place, add(b.load(sums, place), mul(factor, value)));
      });
      return undefined;
    },
  );
}
