import { type Builder, routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import { type ArrayPlace, type Routine, unitOf } from "../../form/routine.ts";
import { elementBytes, type FloatType } from "../../form/types.ts";
import type { SumRing } from "./synapse-rows.ts";

/** A ring of sums, and the sums to which it is added. */
export interface SumCollection {
  readonly ring: SumRing;
  /** Number of sums of a step that are added to one sum; all by default. */
  readonly kept?: number;
  readonly into: ArrayPlace<FloatType>;
}

/** Routines that collect the sums of a step. */
export interface CollectSums {
  /** `(step)`: adds the sums of a step to their destinations, and clears them. */
  readonly collect: Routine;
  /** `(from, to)`: called for 32 bytes of sums; may be written by hand. */
  readonly some: Routine;
}

const bytesPerIteration = 32;

/** Write the routines that collect sums. */
export function collectSums(collection: SumCollection): CollectSums {
  const { ring, kept = ring.width } = collection;
  const unit = unitOf(ring.sums);
  const turn = bytesPerIteration / elementBytes[ring.sums.element];
  const ends = { from: "i32", to: "i32" } as const;
  const about = "Adds some sums to their destinations, and clears them.";
  const some = routine("collect_some", { about, parameters: ends }, (b, { from, to }) => {
    for (let k = 0; k < turn; k++) collectOne(b, collection, { from, to, k });
    return undefined;
  });
  const step = { about: "Collects the sums of a step.", parameters: { step: "i32" } } as const;
  const collect = routine("collect", step, (b, given) => {
    const slot = b.apply("and", given.step, b.i32(ring.length - 1));
    const first = b.keep("first", b.apply("mul", slot, b.i32(ring.width * unit)));
    const whole = b.i32((kept - (kept % turn)) * unit);
    b.for({ from: b.i32(0), to: whole, by: turn * unit }, (to) => {
      b.call(some, [], [b.apply("add", first, to), to]);
    });
    b.for({ from: whole, to: b.i32(kept * unit), by: unit }, (to) => {
      collectOne(b, collection, { from: b.apply("add", first, to), to, k: 0 });
    });
    return undefined;
  });
  return { collect, some };
}

function collectOne(
  b: Builder,
  { ring: { sums }, into }: SumCollection,
  { from, to, k }: { readonly from: Value; readonly to: Value; readonly k: number },
): void {
  const { add, constant } = b.floats(sums.element);
  b.store(into, to, add(b.load(into, to, k), b.load(sums, from, k)), k);
  b.store(sums, from, constant(0), k);
}
