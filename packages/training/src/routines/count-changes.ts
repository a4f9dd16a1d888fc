import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Write the routine that counts the elements in which a row from element `to` on differs from one from `from` on. */
export function countChanges(type: FloatType): Routine {
  return routine(
    "count_changes",
    {
      about: "Counts elements in which two rows differ.",
      parameters: { from: "i32", to: "i32", count: "i32" },
      passed: { values: type },
    },
    (b, { from, to, count }, { values }) => {
      const { ne } = b.floats(type);
      const found = b.variable("found", b.i32(0));
      b.for({ name: "c", from: b.i32(0), to: count }, (c) => {
        const before = b.load(values, b.apply("add", from, c));
        b.if(ne(before, b.load(values, b.apply("add", to, c))), () => {
          b.set(found, b.apply("add", b.get(found), b.i32(1)));
        });
      });
      return [b.get(found)];
    },
  );
}
