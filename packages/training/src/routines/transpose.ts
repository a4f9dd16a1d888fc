import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Make the routine that writes a matrix of so many rows and columns with both exchanged. */
export function transpose(type: FloatType): Routine {
  return routine(
    "transpose",
    {
      about: "Writes a matrix with its rows as columns.",
      parameters: { rows: "i32", columns: "i32", pitch: "i32", turned: "i32" },
      passed: { matrix: type, out: type },
    },
    (b, { rows, columns, pitch, turned }, { matrix, out }) => {
      b.for({ name: "r", from: b.i32(0), to: rows }, (r) => {
        const row = b.keep("row", b.apply("mul", r, pitch));
        b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
          const place = b.apply("add", b.apply("mul", c, turned), r);
          b.store(out, place, b.load(matrix, b.apply("add", row, c)));
        });
      });
      return undefined;
    },
  );
}
