import { type ArrayPlace, type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import { eachRun, type SourcePlace } from "./sliding.ts";
import type { PlacedWindow } from "./window-map.ts";

/**
 * Write the routine that adds the weights of a window, each times the value of its source.
 *
 * Values start at element `from`, targets at element `at` of the sums. Values of 0 are skipped.
 */
export function convolveValues(
  { window, pitch, type }: PlacedWindow,
  addScaledRun: Routine,
): Routine {
  return routine(
    "convolve_values",
    {
      about: "Adds the weights of a window, times the values of sources, to sums.",
      parameters: { from: "i32", at: "i32" },
      passed: { values: type, weights: type, sums: type },
    },
    (b, { from, at }, { values, weights, sums }) => {
      eachSquare(b, { window, type }, { values, from }, (place, value) => {
        eachRun(b, window, { ...place, pitch }, (run) => {
          const into = b.apply("add", at, run.targets);
          b.call(addScaledRun, [weights, sums], [run.weights, into, run.count, value]);
        });
      });
      return undefined;
    },
  );
}

/**
 * Write the routine that adds slopes to the gradients of a window, each times the value of its source.
 *
 * Values start at element `from`, slopes of targets at element `at`, gradients at element `into`.
 */
export function addValueWindows(
  { window, pitch, type }: PlacedWindow,
  addScaledRun: Routine,
): Routine {
  return routine(
    "add_value_windows",
    {
      about: "Adds slopes to the gradients of a window, times the values of sources.",
      parameters: { from: "i32", at: "i32", into: "i32" },
      passed: { values: type, slopes: type, gradients: type },
    },
    (b, { from, at, into }, { values, slopes, gradients }) => {
      eachSquare(b, { window, type }, { values, from }, (place, value) => {
        eachRun(b, window, { ...place, pitch }, (run) => {
          const slope = b.apply("add", at, run.targets);
          const gradient = b.apply("add", into, run.weights);
          b.call(addScaledRun, [slopes, gradients], [slope, gradient, run.count, value]);
        });
      });
      return undefined;
    },
  );
}

/** Sum the values of each square pooled into one position, and emit code for non-zero sums. */
function eachSquare(
  b: Builder,
  { window, type }: Pick<PlacedWindow, "window" | "type">,
  { values, from }: { readonly values: ArrayPlace; readonly from: Value },
  body: (place: SourcePlace, value: Value) => void,
): void {
  const { inputs, from: size, pool } = window;
  const { add, ne, constant } = b.floats(type);
  const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
  b.for({ name: "row", ...count(Math.floor(size[0] / pool)) }, (row) => {
    b.for({ name: "column", ...count(Math.floor(size[1] / pool)) }, (column) => {
      const down = b.apply("mul", row, b.i32(pool * size[1]));
      const first = b.apply("add", down, b.apply("mul", column, b.i32(pool)));
      const begin = b.keep("begin", b.apply("add", from, b.apply("mul", first, b.i32(inputs))));
      b.for({ name: "channel", ...count(inputs) }, (channel) => {
        const own = b.keep("own", b.apply("add", begin, channel));
        let sum = b.load(values, own);
        for (let k = 1; k < pool * pool; k++) {
          const beyond = (Math.floor(k / pool) * size[1] + (k % pool)) * inputs;
          sum = add(sum, b.load(values, own, beyond));
        }
        const value = b.keep("value", sum);
        b.if(ne(value, constant(0)), () => body({ row, column, channel }, value));
      });
    });
  });
}
