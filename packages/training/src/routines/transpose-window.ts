import { type FloatType, type Routine, routine } from "@spikeloom/code";
import { blockElements, longBlock } from "./window-map.ts";

/**
 * Write the routine that stores the weights of a window by target for the backward pass.
 *
 * The weights of a row of the kernel are divided into blocks of elements, source channels running fastest; a block has
 * one row per target channel. Elements beyond the end of the last block are left unchanged.
 */
export function transposeWindow(type: FloatType): Routine {
  return routine(
    "transpose_window",
    {
      about: "Writes the weights of a window by target.",
      parameters: { inputs: "i32", outputs: "i32", down: "i32", across: "i32", pitch: "i32" },
      passed: { matrix: type, out: type },
    },
    (b, { inputs, outputs, down, across, pitch }, { matrix, out }) => {
      const [zero, one, long] = [b.i32(0), b.i32(1), b.i32(longBlock)];
      const isLong = b.apply("eq", b.apply("remainderUnsigned", inputs, long), zero);
      const lanes = b.keep("lanes", b.apply("select", isLong, long, b.i32(blockElements)));
      const last = b.apply("sub", lanes, one);
      const run = b.apply("add", b.apply("mul", across, inputs), last);
      const blocks = b.keep("blocks", b.apply("divUnsigned", run, lanes));
      b.for({ name: "row", from: zero, to: down }, (row) => {
        b.for({ name: "column", from: zero, to: across }, (column) => {
          const mirrored = b.apply("sub", b.apply("sub", across, one), column);
          const first = b.keep("first", b.apply("mul", mirrored, outputs));
          b.for({ name: "channel", from: zero, to: inputs }, (channel) => {
            const own = b.apply("add", b.apply("mul", channel, down), row);
            const at = b.keep("at", b.apply("add", b.apply("mul", own, pitch), first));
            const element = b.apply("add", b.apply("mul", column, inputs), channel);
            const kept = b.keep("element", element);
            const block = b.apply("divUnsigned", kept, lanes);
            const lane = b.keep("lane", b.apply("remainderUnsigned", kept, lanes));
            const begun = b.apply("add", b.apply("mul", row, blocks), block);
            const begin = b.keep("begin", b.apply("mul", begun, outputs));
            b.for({ name: "output", from: zero, to: outputs }, (output) => {
              const place = b.apply("mul", b.apply("add", begin, output), lanes);
              const weight = b.load(matrix, b.apply("add", at, output));
              b.store(out, b.apply("add", place, lane), weight);
            });
          });
        });
      });
      return undefined;
    },
  );
}
