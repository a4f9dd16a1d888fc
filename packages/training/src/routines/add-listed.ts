import { type FloatType, type Routine, routine, type Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { atSource } from "./sliding.ts";
import { type PlacedWindow, windowMap, withinMap } from "./window-map.ts";

/** Number of slopes in a row of weights from which on it pays to list them first. */
const leastOfRow = 3;

/**
 * Return the number of spikes per step from which on they are sorted by channel; undefined if the stride of a window is
 * not 1.
 */
export function leastListed(window: SlidingWindow): number | undefined {
  const { inputs, to, stride } = window;
  const { rows, columns } = windowMap(window);
  if (stride !== 1) return undefined;
  return Math.ceil((leastOfRow * rows * columns * inputs) / (to[0] * to[1]));
}

/** Count the entries needed for the start of each channel and row of the map. */
export function sortedBegins(window: SlidingWindow): number {
  return window.inputs * windowMap(window).rows + 1;
}

/**
 * Write the routine that sorts the spikes of a step by channel and row of the map, preserving the order of neurons
 * within a row.
 *
 * It writes the column of each spike, and the start of each row.
 */
export function sortSpikes(window: SlidingWindow): Routine {
  const { rows } = windowMap(window);
  return routine(
    "sort_spikes",
    {
      about: "Sorts spikes of a window by channel and row.",
      parameters: { from: "i32", to: "i32" },
      passed: { ids: "i32", sorted: "i32", begins: "i32" },
    },
    (b, { from, to }, { ids, sorted, begins }) => {
      const all = b.i32(sortedBegins(window));
      const eachSpike = (body: (row: Value, column: Value) => void): void => {
        b.for({ from, to }, (k) => {
          atSource(b, window, b.load(ids, k), ({ row, column, channel }) => {
            const own = b.apply("add", b.apply("mul", channel, b.i32(rows)), row);
            body(b.keep("own", own), column);
          });
        });
      };
      // First the number in each row, shifted by one entry; then their starts.
      b.for({ name: "row", from: b.i32(0), to: all }, (row) => b.store(begins, row, b.i32(0)));
      eachSpike((row) => {
        b.store(begins, row, b.apply("add", b.load(begins, row), b.i32(1)));
      });
      const next = b.variable("next", b.i32(0));
      b.for({ name: "row", from: b.i32(0), to: all }, (row) => {
        const begin = b.keep("begin", b.get(next));
        b.set(next, b.apply("add", begin, b.load(begins, row)));
        b.store(begins, row, begin);
      });
      eachSpike((row, column) => {
        const place = b.load(begins, row);
        b.store(sorted, place, column);
        b.store(begins, row, b.apply("add", place, b.i32(1)));
      });
      // Each entry has moved to the start of the next row.
      const last = b.i32(sortedBegins(window) - 1);
      b.for({ name: "back", from: b.i32(0), to: last }, (back) => {
        const row = b.keep("row", b.apply("sub", last, back));
        b.store(begins, row, b.load(begins, b.apply("sub", row, b.i32(1))));
      });
      b.store(begins, b.i32(0), b.i32(0));
      return undefined;
    },
  );
}

/** Write the routine that adds slopes of listed targets to as many gradients as a target has channels. */
export function addListed(window: SlidingWindow, type: FloatType): Routine {
  return routine(
    "add_listed",
    {
      about: "Adds slopes of targets to gradients.",
      parameters: { from: "i32", to: "i32", at: "i32", into: "i32" },
      passed: { listed: "i32", slopes: type, gradients: type },
    },
    (b, { from, to, at, into }, { listed, slopes, gradients }) => {
      const { add } = b.floats(type);
      b.for({ from, to }, (k) => {
        const first = b.keep("first", b.apply("add", at, b.load(listed, k)));
        b.for({ name: "c", from: b.i32(0), to: b.i32(window.outputs) }, (c) => {
          const place = b.keep("place", b.apply("add", into, c));
          const slope = b.load(slopes, b.apply("add", first, c));
          b.store(gradients, place, add(b.load(gradients, place), slope));
        });
      });
      return undefined;
    },
  );
}

/**
 * Write the routine that adds slopes to the gradients of a window, one position of the kernel at a time, for sorted
 * spikes.
 *
 * Slopes of targets start at element `at`, gradients at element `into`. For each channel and column of the kernel, the
 * targets reached by its spikes are listed, one row of the map after another: for each row of the kernel, those of some
 * rows of the map are targets. Slopes are added in the order of neurons, so that gradients have the same bits as if
 * each spike added all slopes that it reaches.
 */
export function addSorted({ window, pitch, type }: PlacedWindow, listed: Routine): Routine {
  const { inputs, outputs, to, kernel, padding } = window;
  const { rows } = windowMap(window);
  return routine(
    "add_sorted",
    {
      about: "Adds slopes to the gradients of a window, for sorted spikes.",
      parameters: { at: "i32", into: "i32" },
      passed: {
        sorted: "i32",
        begins: "i32",
        list: "i32",
        marks: "i32",
        slopes: type,
        gradients: type,
      },
    },
    (b, { at, into }, { sorted, begins, list, marks, slopes, gradients }) => {
      const times = (value: Value, by: number): Value => b.apply("mul", value, b.i32(by));
      const plus = (value: Value, more: Value): Value => b.apply("add", value, more);
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      b.for({ name: "channel", ...count(inputs) }, (channel) => {
        const first = b.keep("first", times(channel, rows));
        b.for({ name: "across", ...count(kernel[1]) }, (across) => {
          const found = b.variable("found", b.i32(0));
          const left = b.keep("left", b.apply("sub", b.i32(padding), across));
          b.for({ name: "row", ...count(rows) }, (row) => {
            b.store(marks, row, b.get(found));
            const line = b.keep("line", times(row, to[1]));
            const own = b.keep("own", plus(first, row));
            b.for({ from: b.load(begins, own), to: b.load(begins, own, 1) }, (k) => {
              const column = b.keep("column", plus(b.load(sorted, k), left));
              // Always written; overwritten if there is no such target.
              b.store(list, b.get(found), times(plus(line, column), outputs));
              const isOut = b.apply("geUnsigned", column, b.i32(to[1]));
              const next = plus(b.get(found), b.i32(1));
              b.set(found, b.apply("select", isOut, b.get(found), next));
            });
          });
          b.store(marks, b.i32(rows), b.get(found));
          const mirrored = times(b.apply("sub", b.i32(kernel[1] - 1), across), outputs);
          const weights = b.keep("weights", plus(into, mirrored));
          b.for({ name: "down", ...count(kernel[0]) }, (down) => {
            const top = b.keep("top", b.apply("sub", down, b.i32(padding)));
            const [low, high] = [top, plus(top, b.i32(to[0]))].map((one) =>
              withinMap(b, one, rows),
            );
            const begin = b.apply("sub", at, times(top, to[1] * outputs));
            const row = plus(times(channel, kernel[0]), down);
            const numbers = [begin, plus(weights, times(row, pitch))];
            const range = [low, high].map((one) => b.load(marks, one as Value));
            b.call(listed, [list, slopes, gradients], [...range, ...numbers]);
          });
        });
      });
      return undefined;
    },
  );
}
