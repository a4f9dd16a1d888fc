import { type FloatType, type Routine, routine } from "@spikeloom/code";
import { blockElements } from "./window-map.ts";

/**
 * Write the routine that transposes a matrix for the backward pass.
 *
 * Rows are divided into blocks of adjacent elements; a block stores its elements of each column in turn.
 */
export function transposeMatrix(type: FloatType): Routine {
  return routine(
    "transpose_matrix",
    {
      about: "Writes a matrix by column, in blocks of rows.",
      parameters: { rows: "i32", columns: "i32", pitch: "i32" },
      passed: { matrix: type, out: type },
    },
    (b, { rows, columns, pitch }, { matrix, out }) => {
      const lanes = b.i32(blockElements);
      b.for({ name: "r", from: b.i32(0), to: rows }, (r) => {
        const row = b.keep("row", b.apply("mul", r, pitch));
        const block = b.apply("mul", b.apply("divUnsigned", r, lanes), columns);
        const lane = b.apply("remainderUnsigned", r, lanes);
        const first = b.keep("first", b.apply("add", b.apply("mul", block, lanes), lane));
        b.for({ name: "c", from: b.i32(0), to: columns }, (c) => {
          const place = b.apply("add", first, b.apply("mul", c, lanes));
          b.store(out, place, b.load(matrix, b.apply("add", row, c)));
        });
      });
      return undefined;
    },
  );
}
