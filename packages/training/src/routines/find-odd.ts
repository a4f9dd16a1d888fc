import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Make the routine that tells whether numbers are not all finite: it gives no number then, else 0. */
export function findOdd(type: FloatType): Routine {
  return routine(
    "find_odd",
    {
      about: "Adds numbers times 0: the sum is 0 where all are finite.",
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
