import { type Routine, routine } from "@spikeloom/code";
import type { PlacedWindow } from "./convolve.ts";
import { atSource, eachRun } from "./sliding.ts";

/**
 * Make the routine that adds the weights of a window, each times the value of its source.
 *
 * Values begin at element `from`, targets at element `at` of the sums. Values that are 0 are left out.
 */
export function convolveValues({ window, pitch, type }: PlacedWindow, addRun: Routine): Routine {
  return routine(
    "convolve_values",
    {
      about: "Adds the weights of a window to sums, times the values of sources.",
      parameters: { from: "i32", at: "i32" },
      passed: { values: type, weights: type, sums: type },
    },
    (b, { from, at }, { values, weights, sums }) => {
      const { ne, constant } = b.floats(type);
      b.for({ name: "source", from: b.i32(0), to: b.i32(sourcesOf(window)) }, (source) => {
        const value = b.keep("value", b.load(values, b.apply("add", from, source)));
        b.if(ne(value, constant(0)), () => {
          atSource(b, window, source, (place) => {
            eachRun(b, window, { ...place, pitch }, (run) => {
              const into = b.apply("add", at, run.targets);
              b.call(addRun, [weights, sums], [run.weights, into, run.count, value]);
            });
          });
        });
      });
      return undefined;
    },
  );
}

/**
 * Make the routine that adds slopes to the gradients of a window, each times the value of its source.
 *
 * Values begin at element `from`, slopes of targets at element `at`, gradients at element `into`.
 */
export function addValueWindows({ window, pitch, type }: PlacedWindow, addRun: Routine): Routine {
  return routine(
    "add_value_windows",
    {
      about: "Adds slopes to the gradients of a window, times the values of sources.",
      parameters: { from: "i32", at: "i32", into: "i32" },
      passed: { values: type, slopes: type, gradients: type },
    },
    (b, { from, at, into }, { values, slopes, gradients }) => {
      const { ne, constant } = b.floats(type);
      b.for({ name: "source", from: b.i32(0), to: b.i32(sourcesOf(window)) }, (source) => {
        const value = b.keep("value", b.load(values, b.apply("add", from, source)));
        b.if(ne(value, constant(0)), () => {
          atSource(b, window, source, (place) => {
            eachRun(b, window, { ...place, pitch }, (run) => {
              const slope = b.apply("add", at, run.targets);
              const gradient = b.apply("add", into, run.weights);
              b.call(addRun, [slopes, gradients], [slope, gradient, run.count, value]);
            });
          });
        });
      });
      return undefined;
    },
  );
}

function sourcesOf({ inputs, from }: PlacedWindow["window"]): number {
  return inputs * from[0] * from[1];
}
