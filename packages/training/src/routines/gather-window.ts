import { type Routine, routine, type Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { type PlacedWindow, windowMap, withinMap } from "./window-map.ts";

/** Number of spikes in a section of a row of sources from which on their weights are gathered by target. */
const leastOfPart = 1.5;

/**
 * Return the number of spikes per step from which on they are gathered: in nearly empty sections, finding the ends
 * takes longer.
 */
export function leastGathered({ from, kernel, pool }: SlidingWindow): number {
  const columns = Math.floor(from[1] / pool);
  return Math.ceil((leastOfPart * from[0] * columns) / kernel[1]);
}

/** Count the entries needed for the start of each position of a row of sources; the last entry is an end. */
export function gatheredBegins(window: SlidingWindow): number {
  return window.from[0] * (windowMap(window).columns + 1) + 1;
}

/**
 * Write the routine that locates the spikes of a step on the map of a window.
 *
 * For spike `from` + k of the list, element k of the offsets is the start of its weights for a target in column 0 and
 * the first row of the kernel. The spikes of a row of sources, from a column of the map on, start at `begins`: for each
 * row there is one entry more than columns.
 */
export function placeSpikes({ window, pitch }: Pick<PlacedWindow, "window" | "pitch">): Routine {
  const { inputs, outputs, from: map, kernel, pool } = window;
  const { columns } = windowMap(window);
  return routine(
    "place_spikes",
    {
      about: "Locates spikes on the map of a window.",
      parameters: { from: "i32", to: "i32" },
      passed: { ids: "i32", offsets: "i32", begins: "i32" },
    },
    (b, { from, to }, { ids, offsets, begins }) => {
      const times = (value: Value, by: number): Value => b.apply("mul", value, b.i32(by));
      const count = b.keep("count", b.apply("sub", to, from));
      const all = b.i32(gatheredBegins(window));
      b.for({ name: "place", from: b.i32(0), to: all }, (own) => b.store(begins, own, b.i32(0)));
      b.for({ from: b.i32(0), to: count }, (k) => {
        const source = b.keep("source", b.load(ids, b.apply("add", from, k)));
        const channel = b.apply("remainderUnsigned", source, b.i32(inputs));
        const place = b.keep("square", b.apply("divUnsigned", source, b.i32(inputs)));
        const row = b.apply("divUnsigned", place, b.i32(map[1]));
        const across = b.apply("remainderUnsigned", place, b.i32(map[1]));
        const column = b.keep("column", b.apply("divUnsigned", across, b.i32(pool)));
        const weights = times(channel, kernel[0] * pitch);
        b.store(offsets, k, b.apply("sub", weights, times(column, outputs)));
        const own = b.apply("add", times(row, columns + 1), column);
        // Overwrites entries of other spikes of the position. A loop over positions without spikes would have few
        // iterations, whose
        // number is unpredictable.
        b.store(begins, own, b.apply("add", k, b.i32(1)), 1);
      });
      // The start of a position is the end of the previous one.
      const ended = b.variable("ended", b.i32(0));
      b.for({ name: "place", from: b.i32(0), to: all }, (own) => {
        const end = b.load(begins, own);
        const before = b.get(ended);
        b.set(ended, b.apply("select", b.apply("gt", end, before), end, before));
        b.store(begins, own, b.get(ended));
      });
      return undefined;
    },
  );
}

/**
 * Write the routine that adds to each target the weights of those spikes within its window.
 *
 * Targets start at element `at` of the sums. Weights are added in the order of neurons, so that a sum has the same bits
 * as if each spike added its weights to all its targets.
 */
export function gatherWindow({ window, pitch, type }: PlacedWindow): Routine {
  const { outputs, to, kernel, stride, padding, pool } = window;
  const { rows, columns } = windowMap(window);
  return routine(
    "gather_window",
    {
      about: "Adds the weights of spikes within the windows of targets.",
      parameters: { at: "i32" },
      passed: { offsets: "i32", begins: "i32", weights: type, sums: type },
    },
    (b, { at }, { offsets, begins, weights, sums }) => {
      const { add } = b.floats(type);
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      const times = (value: Value, by: number): Value => b.apply("mul", value, b.i32(by));
      const plus = (value: Value, by: number): Value => b.apply("add", value, b.i32(by));
      b.for({ name: "target", ...count(to[0] * to[1]) }, (target) => {
        const sum = b.keep("sum", b.apply("add", at, times(target, outputs)));
        const row = b.apply("divUnsigned", target, b.i32(to[1]));
        const top = b.keep("top", plus(times(row, stride), -padding));
        const column = b.apply("remainderUnsigned", target, b.i32(to[1]));
        const left = b.keep("left", plus(times(column, stride), -padding));
        const low = b.keep("low", withinMap(b, left, columns));
        const high = b.keep("high", withinMap(b, plus(left, kernel[1]), columns));
        b.for({ name: "down", ...count(kernel[0]) }, (down) => {
          const own = b.keep("own", b.apply("add", top, down));
          // Unsigned, so positions above the map are beyond its end.
          b.if(b.apply("not", b.apply("geUnsigned", own, b.i32(rows))), () => {
            const last = times(plus(left, kernel[1] - 1), outputs);
            const first = b.keep("first", b.apply("add", times(down, pitch), last));
            b.for({ name: "line", ...count(pool) }, (line) => {
              const marks = times(b.apply("add", times(own, pool), line), columns + 1);
              const mark = b.keep("mark", marks);
              const end = b.load(begins, b.apply("add", mark, high));
              b.for({ from: b.load(begins, b.apply("add", mark, low)), to: end }, (k) => {
                const from = b.keep("from", b.apply("add", first, b.load(offsets, k)));
                b.for({ name: "c", ...count(outputs) }, (c) => {
                  const place = b.keep("place", b.apply("add", sum, c));
                  const weight = b.load(weights, b.apply("add", from, c));
                  b.store(sums, place, add(b.load(sums, place), weight));
                });
              });
            });
          });
        });
      });
      return undefined;
    },
  );
}
