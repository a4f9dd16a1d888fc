import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Write the routine that sets the elements of a row to 0. */
export function clearRow(type: FloatType): Routine {
  return routine(
    "clear_row",
    {
      about: "Sets the elements of a row to 0.",
      parameters: { at: "i32", width: "i32" },
      passed: { sums: type },
    },
    (b, { at, width }, { sums }) => {
      const zero = b.floats(type).constant(0);
      b.for({ from: b.i32(0), to: width }, (c) => b.store(sums, b.apply("add", at, c), zero));
      return undefined;
    },
  );
}

/** Write the routine that copies a row from element `from` on to element `at` on. */
export function copyRow(type: FloatType): Routine {
  return routine(
    "copy_row",
    {
      about: "Copies the elements of a row.",
      parameters: { from: "i32", at: "i32", width: "i32" },
      passed: { values: type, sums: type },
    },
    (b, { from, at, width }, { values, sums }) => {
      b.for({ from: b.i32(0), to: width }, (c) => {
        b.store(sums, b.apply("add", at, c), b.load(values, b.apply("add", from, c)));
      });
      return undefined;
    },
  );
}

/** Write the routine that adds the elements of a row from element `from` on to the sums from element `at` on. */
export function addRow(type: FloatType): Routine {
  return routine(
    "add_row",
    {
      about: "Adds the elements of a row to sums.",
      parameters: { from: "i32", at: "i32", width: "i32" },
      passed: { values: type, sums: type },
    },
    (b, { from, at, width }, { values, sums }) => {
      const { add } = b.floats(type);
      b.for({ from: b.i32(0), to: width }, (c) => {
        const place = b.keep("place", b.apply("add", at, c));
        b.store(sums, place, add(b.load(sums, place), b.load(values, b.apply("add", from, c))));
      });
      return undefined;
    },
  );
}
