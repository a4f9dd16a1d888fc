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
      const one = b.floats(type).constant(1);
      b.for({ from, to }, (k) => {
        atSource(b, window, b.load(ids, k), (place) => {
          eachRun(b, window, { ...place, pitch }, (run) => {
            const into = b.apply("add", at, run.targets);
            b.call(addRun, [weights, sums], [run.weights, into, run.count, one]);
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
      const one = b.floats(type).constant(1);
      b.for({ from, to }, (k) => {
        atSource(b, window, b.load(ids, k), (place) => {
          eachRun(b, window, { ...place, pitch }, (run) => {
            const [slope, gradient] = [
              b.apply("add", at, run.targets),
              b.apply("add", into, run.weights),
            ];
            b.call(addRun, [slopes, gradients], [slope, gradient, run.count, one]);
          });
        });
      });
      return undefined;
    },
  );
}

/**
 * Make the routine that carries slopes back through a window.
 *
 * It adds to the sum of each source, from element `into` on, what its targets have, from element `at` on. Sources of a square have the same.
 */
export function carryBack({ window, pitch, type }: PlacedWindow, multiplyRuns: Routine): Routine {
  const { inputs, from, pool } = window;
  return routine(
    "carry_back",
    {
      about: "Adds slopes of targets, times weights of a window, to sums of sources.",
      parameters: { at: "i32", into: "i32" },
      passed: { slopes: type, weights: type, sums: type },
    },
    (b, { at, into }, { slopes, weights, sums }) => {
      const { add, constant } = b.floats(type);
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      const [rows, columns] = [Math.floor(from[0] / pool), Math.floor(from[1] / pool)];
      b.for({ name: "row", ...count(rows) }, (row) => {
        b.for({ name: "column", ...count(columns) }, (column) => {
          const down = b.apply("mul", row, b.i32(pool * from[1]));
          const first = b.apply("add", down, b.apply("mul", column, b.i32(pool)));
          const begin = b.keep("begin", b.apply("mul", first, b.i32(inputs)));
          b.for({ name: "channel", ...count(inputs) }, (channel) => {
            const total = b.variable("sum", constant(0));
            eachRun(b, window, { row, column, channel, pitch }, (run) => {
              const slope = b.apply("add", at, run.targets);
              const [part] = b.call(
                multiplyRuns,
                [slopes, weights],
                [slope, run.weights, run.count],
              ) as readonly [ReturnType<typeof constant>];
              b.set(total, add(b.get(total), part));
            });
            const own = b.apply("add", begin, channel);
            const source = b.keep("source", b.apply("add", into, own));
            for (let k = 0; k < pool * pool; k++) {
              const beyond = (Math.floor(k / pool) * from[1] + (k % pool)) * inputs;
              b.store(sums, source, add(b.load(sums, source, beyond), b.get(total)), beyond);
            }
          });
        });
      });
      return undefined;
    },
  );
}
