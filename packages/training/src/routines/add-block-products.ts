import { type Builder, type FloatType, type Routine, routine, type Value } from "@spikeloom/code";
import { copiesOf, together } from "./gather-slopes.ts";
import { blockElements } from "./window-map.ts";

/**
 * Write the routine that propagates the slopes of a sample back through weights.
 *
 * Weights are stored by target, in blocks of sources. Adds those of target k, times element `at` + k of the slopes, to
 * the sums from element `into` on. Targets with a slope of 0, such as neurons far from threshold, are skipped.
 */
export function addBlockProducts(type: FloatType): Routine {
  return routine(
    "add_block_products",
    {
      about: "Adds the weights of each target, times its slope, to sums.",
      parameters: { at: "i32", count: "i32", into: "i32", columns: "i32" },
      passed: { slopes: type, weights: type, sums: type },
    },
    (b, { at, count, into, columns }, { slopes, weights, sums }) => {
      const { add, mul, ne, constant } = b.floats(type);
      eachBlock(b, { count, columns }, (first, begin) => {
        const own = b.keep("own", b.apply("add", into, first));
        b.for({ from: b.i32(0), to: count }, (k) => {
          const slope = b.load(slopes, b.apply("add", at, k));
          b.if(ne(slope, constant(0)), () => {
            const row = b.keep("row", b.apply("add", begin, b.apply("mul", k, lanes(b))));
            for (let lane = 0; lane < blockElements; lane++) {
              const product = mul(slope, b.load(weights, row, lane));
              b.store(sums, own, add(b.load(sums, own, lane), product), lane);
            }
          });
        });
      });
      return undefined;
    },
  );
}

/**
 * Write the routine that propagates interleaved slopes of some samples back through weights.
 *
 * It reads each block of the weights once for all of them; the sums of consecutive samples are `width` apart. No target
 * is skipped.
 */
export function addGathered(type: FloatType): Routine {
  return routine(
    "add_gathered",
    {
      about: "Adds the weights of each target, times its slopes, to the sums of samples.",
      parameters: { count: "i32", into: "i32", width: "i32", columns: "i32" },
      passed: { gathered: type, weights: type, sums: type },
    },
    (b, { count, into, width, columns }, { gathered, weights, sums }) => {
      const { add, mul } = b.floats(type);
      eachBlock(b, { count, columns }, (first, begin) => {
        b.for({ from: b.i32(0), to: count }, (k) => {
          const row = b.keep("row", b.apply("add", begin, b.apply("mul", k, lanes(b))));
          const slopes = b.keep("slopes", b.apply("mul", k, b.i32(together * copiesOf(type))));
          for (let example = 0; example < together; example++) {
            const slope = b.keep("slope", b.load(gathered, slopes, example * copiesOf(type)));
            const apart = b.apply("mul", width, b.i32(example));
            const own = b.keep("own", b.apply("add", b.apply("add", into, apart), first));
            for (let lane = 0; lane < blockElements; lane++) {
              const product = mul(slope, b.load(weights, row, lane));
              b.store(sums, own, add(b.load(sums, own, lane), product), lane);
            }
          }
        });
      });
      return undefined;
    },
  );
}

function lanes(b: Builder): Value {
  return b.i32(blockElements);
}

/** Iterate over blocks of sources: the first source of each, and the element at which its weights start. */
function eachBlock(
  b: Builder,
  { count, columns }: { readonly count: Value; readonly columns: Value },
  body: (first: Value, begin: Value) => void,
): void {
  b.for({ name: "first", from: b.i32(0), to: columns, by: blockElements }, (first) => {
    body(first, b.keep("begin", b.apply("mul", first, count)));
  });
}
