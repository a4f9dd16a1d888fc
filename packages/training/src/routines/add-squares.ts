import { type FloatType, type Routine, routine } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { windowMap } from "./window-map.ts";

/** Number of channels up to which a row of the map is added at once; with more, each position is worth a call. */
export const fewChannels = 32;

/** Write the routine that adds a row of the map to a row of sources, several of which are pooled into each position. */
export function addSquares(window: SlidingWindow, type: FloatType): Routine {
  const { inputs, pool } = window;
  const { columns } = windowMap(window);
  return routine(
    "add_squares",
    {
      about: "Adds each position of a row of a map to the sources pooled into it.",
      parameters: { from: "i32", into: "i32" },
      passed: { map: type, sums: type },
    },
    (b, { from, into }, { map, sums }) => {
      const { add } = b.floats(type);
      b.for({ name: "column", from: b.i32(0), to: b.i32(columns) }, (column) => {
        const place = b.keep("place", b.apply("add", from, b.apply("mul", column, b.i32(inputs))));
        const own = b.apply("mul", column, b.i32(pool * inputs));
        const first = b.keep("first", b.apply("add", into, own));
        for (let across = 0; across < pool; across++) {
          b.for({ name: "channel", from: b.i32(0), to: b.i32(inputs) }, (channel) => {
            const source = b.keep("source", b.apply("add", first, channel));
            const value = b.load(map, b.apply("add", place, channel));
            const sum = b.load(sums, source, across * inputs);
            b.store(sums, source, add(sum, value), across * inputs);
          });
        }
      });
      return undefined;
    },
  );
}
