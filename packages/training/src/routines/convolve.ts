import { type FloatType, type Routine, routine } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { atSource, eachRun } from "./sliding.ts";

/** A window over a matrix whose rows begin so many elements apart. */
export interface PlacedWindow {
  readonly window: SlidingWindow;
  readonly pitch: number;
  readonly type: FloatType;
}

/**
 * Make the routine that adds the weights of a window for neurons that spiked.
 *
 * Targets begin at element `at` of the sums.
 */
export function convolveSpikes({ window, pitch, type }: PlacedWindow, addRun: Routine): Routine {
  return routine(
    "convolve_spikes",
    {
      about: "Adds the weights of a window to sums, for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32" },
      passed: { ids: "i32", weights: type, sums: type },
    },
    (b, { from, to, at }, { ids, weights, sums }) => {
      b.for({ from, to }, (k) => {
        atSource(b, window, b.load(ids, k), (place) => {
          eachRun(b, window, { ...place, pitch }, (run) => {
            const into = b.apply("add", at, run.targets);
            b.call(addRun, [weights, sums], [run.weights, into, run.count]);
          });
        });
      });
      return undefined;
    },
  );
}

/**
 * Make the routine that adds slopes to the gradients of a window, for neurons that spiked.
 *
 * Slopes of targets begin at element `at`, gradients at element `into`.
 */
export function addWindows({ window, pitch, type }: PlacedWindow, addRun: Routine): Routine {
  return routine(
    "add_windows",
    {
      about: "Adds slopes to the gradients of a window, for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32", into: "i32" },
      passed: { ids: "i32", slopes: type, gradients: type },
    },
    (b, { from, to, at, into }, { ids, slopes, gradients }) => {
      b.for({ from, to }, (k) => {
        atSource(b, window, b.load(ids, k), (place) => {
          eachRun(b, window, { ...place, pitch }, (run) => {
            const [slope, gradient] = [
              b.apply("add", at, run.targets),
              b.apply("add", into, run.weights),
            ];
            b.call(addRun, [slopes, gradients], [slope, gradient, run.count]);
          });
        });
      });
      return undefined;
    },
  );
}
