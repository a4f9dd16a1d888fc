import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Write the routine that tests whether numbers are all finite: the result is 0 if they are, otherwise NaN. */
export function findOdd(type: FloatType): Routine {
  return routine(
    "find_odd",
    {
      about: "Adds numbers times 0: the sum is 0 if all are finite.",
      parameters: { count: "i32" },
      passed: { values: type },
    },
    (b, { count }, { values }) => {
      const { add, mul, constant } = b.floats(type);
      const sum = b.variable("sum", constant(0));
      b.for({ name: "c", from: b.i32(0), to: count }, (c) => {
        b.set(sum, add(b.get(sum), mul(b.load(values, c), constant(0))));
      });
      return [b.get(sum)];
    },
  );
}
