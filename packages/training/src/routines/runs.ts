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

/** Sums that products are added to in turn, so that vectors give the same bits. */
const lanes = 4;

/**
 * Make the routine that sums the products of two stretches.
 *
 * Whole groups of four are summed in four lanes, then the lanes, then what is left.
 */
export function multiplyRuns(type: FloatType): Routine {
  return routine(
    "multiply_runs",
    {
      about: "Sums the products of two stretches of elements.",
      parameters: { from: "i32", other: "i32", count: "i32" },
      passed: { values: type, others: type },
    },
    (b, { from, other, count }, { values, others }) => {
      const { add, mul, constant } = b.floats(type);
      const zero = constant(0);
      const sums = Array.from({ length: lanes }, (_, k) => b.variable(`lane${k}`, zero));
      const whole = b.keep("whole", b.apply("and", count, b.i32(-lanes)));
      const product = (at: ReturnType<typeof b.i32>, k: number) =>
        mul(
          b.load(values, b.apply("add", from, at), k),
          b.load(others, b.apply("add", other, at), k),
        );
      b.for({ name: "c", from: b.i32(0), to: whole, by: lanes }, (c) => {
        for (const [k, sum] of sums.entries()) b.set(sum, add(b.get(sum), product(c, k)));
      });
      const [s0, s1, s2, s3] = sums.map((sum) => b.get(sum)) as [
        ...[typeof zero, typeof zero, typeof zero, typeof zero],
      ];
      const total = b.variable("total", add(add(s0, s1), add(s2, s3)));
      b.for({ name: "c", from: whole, to: count }, (c) =>
        b.set(total, add(b.get(total), product(c, 0))),
      );
      return [b.get(total)];
    },
  );
}
