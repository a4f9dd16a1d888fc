import { type FloatType, type Routine, routine } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { fewChannels } from "./add-squares.ts";
import { windowMap } from "./window-map.ts";

/** Routines called to propagate slopes back through a window. */
export interface CarryRoutines {
  readonly clearRow: Routine;
  readonly countSlopes: Routine;
  readonly addRun: Routine;
  readonly addProducts: Routine;
  readonly addSlopes: Routine;
  readonly addSquares: Routine;
}

/** Write the routine that counts the non-zero elements of a range. */
export function countSlopes(type: FloatType): Routine {
  return routine(
    "count_slopes",
    {
      about: "Counts non-zero elements.",
      parameters: { at: "i32", count: "i32" },
      passed: { slopes: type },
    },
    (b, { at, count }, { slopes }) => {
      const { ne, constant } = b.floats(type);
      const found = b.variable("found", b.i32(0));
      b.for({ name: "c", from: b.i32(0), to: count }, (c) => {
        const slope = b.load(slopes, b.apply("add", at, c));
        const more = b.apply("select", ne(slope, constant(0)), b.i32(1), b.i32(0));
        b.set(found, b.apply("add", b.get(found), more));
      });
      return [b.get(found)];
    },
  );
}

/**
 * Write the routine that adds products of all slopes with weights of a window to the map of its sources.
 *
 * Slopes of targets start at element `at`. A sum is taken over all channels of a target before it is added, so several
 * targets are summed in parallel.
 */
export function windowProducts(window: SlidingWindow, type: FloatType): Routine {
  const { inputs, outputs, to, kernel, stride } = window;
  const { pitch, block: lanes, blocks } = windowMap(window);
  return routine(
    "window_products",
    {
      about: "Adds products of slopes and weights of a window to a map.",
      parameters: { at: "i32" },
      passed: { slopes: type, weights: type, map: type },
    },
    (b, { at }, { slopes, weights, map }) => {
      const { add, mul, constant } = b.floats(type);
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      const times = (value: ReturnType<typeof b.i32>, by: number) =>
        b.apply("mul", value, b.i32(by));
      b.for({ name: "down", ...count(kernel[0]) }, (down) => {
        b.for({ name: "block", ...count(blocks) }, (block) => {
          const own = b.apply("add", times(down, blocks), block);
          const begin = b.keep("begin", times(own, outputs * lanes));
          const corner = b.apply("add", times(down, pitch), times(block, lanes));
          const first = b.keep("first", corner);
          b.for({ name: "target", ...count(to[0] * to[1]) }, (target) => {
            const row = times(b.apply("divUnsigned", target, b.i32(to[1])), stride * pitch);
            const column = b.apply("remainderUnsigned", target, b.i32(to[1]));
            const moved = b.apply("add", row, times(column, stride * inputs));
            const place = b.keep("place", b.apply("add", first, moved));
            const from = b.keep("from", b.apply("add", at, times(target, outputs)));
            for (let lane = 0; lane < lanes; lane++) {
              const sum = b.variable("sum", constant(0));
              b.for({ name: "channel", ...count(outputs) }, (channel) => {
                const slope = b.load(slopes, b.apply("add", from, channel));
                const weight = b.apply("add", begin, times(channel, lanes));
                b.set(sum, add(b.get(sum), mul(slope, b.load(weights, weight, lane))));
              });
              b.store(map, place, add(b.load(map, place, lane), b.get(sum)), lane);
            }
          });
        });
      });
      return undefined;
    },
  );
}

/** Write the routine that does the same if most slopes are 0: it skips these, and adds each product at once. */
export function windowSlopes(window: SlidingWindow, type: FloatType): Routine {
  const { inputs, outputs, to, kernel, stride } = window;
  const { pitch, block: lanes, blocks } = windowMap(window);
  return routine(
    "window_slopes",
    {
      about: "Adds weights of a window to a map, each times a non-zero slope.",
      parameters: { at: "i32" },
      passed: { slopes: type, weights: type, map: type },
    },
    (b, { at }, { slopes, weights, map }) => {
      const { add, mul, ne, constant } = b.floats(type);
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      const times = (value: ReturnType<typeof b.i32>, by: number) =>
        b.apply("mul", value, b.i32(by));
      b.for({ name: "target", ...count(to[0] * to[1]) }, (target) => {
        const row = times(b.apply("divUnsigned", target, b.i32(to[1])), stride * pitch);
        const column = b.apply("remainderUnsigned", target, b.i32(to[1]));
        const first = b.keep("first", b.apply("add", row, times(column, stride * inputs)));
        const from = b.keep("from", b.apply("add", at, times(target, outputs)));
        b.for({ name: "channel", ...count(outputs) }, (channel) => {
          const slope = b.keep("slope", b.load(slopes, b.apply("add", from, channel)));
          b.if(ne(slope, constant(0)), () => {
            b.for({ name: "down", ...count(kernel[0]) }, (down) => {
              b.for({ name: "block", ...count(blocks) }, (block) => {
                const own = b.apply("add", times(down, blocks), block);
                const weight = b.apply("add", times(own, outputs), channel);
                const begin = b.keep("begin", times(weight, lanes));
                const corner = b.apply("add", times(down, pitch), times(block, lanes));
                const place = b.keep("place", b.apply("add", first, corner));
                for (let lane = 0; lane < lanes; lane++) {
                  const product = mul(slope, b.load(weights, begin, lane));
                  b.store(map, place, add(b.load(map, place, lane), product), lane);
                }
              });
            });
          });
        });
      });
      return undefined;
    },
  );
}

/** Number of elements cleared at a time. */
const group = 16;

/** Return the number of elements of a map that are cleared. */
export function clearedElements(window: SlidingWindow): number {
  return group * Math.ceil(windowMap(window).elements / group);
}

/**
 * Write the routine that propagates slopes back through a window.
 *
 * For each position of the map it sums the contributions of its targets, from element `at` on, and adds the sum to
 * those of sources, from element `into` on. All sources of a pooled square receive the same sum.
 */
export function carryBack(window: SlidingWindow, type: FloatType, called: CarryRoutines): Routine {
  const { inputs, outputs, from, to, padding, pool } = window;
  const { rows, columns, pitch } = windowMap(window);
  return routine(
    "carry_back",
    {
      about: "Adds slopes of targets, times weights of a window, to sums of sources.",
      parameters: { at: "i32", into: "i32" },
      passed: { slopes: type, weights: type, map: type, sums: type },
    },
    (b, { at, into }, { slopes, weights, map, sums }) => {
      const count = (length: number) => ({ from: b.i32(0), to: b.i32(length) });
      const times = (value: ReturnType<typeof b.i32>, by: number) =>
        b.apply("mul", value, b.i32(by));
      const elements = to[0] * to[1] * outputs;
      b.call(called.clearRow, [map], [b.i32(0), b.i32(clearedElements(window))]);
      const [found] = b.call(called.countSlopes, [slopes], [at, b.i32(elements)]) as [typeof at];
      // A single product takes 2.5 times as long as one of many, because it is written to memory.
      b.if(
        b.apply("ge", found, b.i32(Math.ceil(0.4 * elements))),
        () => b.call(called.addProducts, [slopes, weights, map], [at]),
        () => b.call(called.addSlopes, [slopes, weights, map], [at]),
      );
      b.for({ name: "row", ...count(rows) }, (row) => {
        const first = b.i32(padding * pitch + padding * inputs);
        const begin = b.keep("begin", b.apply("add", times(row, pitch), first));
        for (let down = 0; down < pool; down++) {
          const own = b.apply("add", times(row, pool), b.i32(down));
          const line = b.keep("line", b.apply("add", into, times(own, from[1] * inputs)));
          if (pool === 1) {
            b.call(called.addRun, [map, sums], [begin, line, b.i32(columns * inputs)]);
            continue;
          }
          if (inputs <= fewChannels) {
            b.call(called.addSquares, [map, sums], [begin, line]);
            continue;
          }
          b.for({ name: "column", ...count(columns) }, (column) => {
            const place = b.keep("place", b.apply("add", begin, times(column, inputs)));
            const source = b.keep("source", b.apply("add", line, times(column, pool * inputs)));
            for (let across = 0; across < pool; across++) {
              const next = b.apply("add", source, b.i32(across * inputs));
              b.call(called.addRun, [map, sums], [place, next, b.i32(inputs)]);
            }
          });
        }
      });
      return undefined;
    },
  );
}
