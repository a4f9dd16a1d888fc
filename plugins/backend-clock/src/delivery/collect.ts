import { type FloatType, type Routine, routine } from "@spikeloom/code";
import { placed } from "../placed.ts";
import type { SumRing } from "./delivery-table.ts";

/** A ring of sums and the accumulators that it ends in. */
export interface CollectJob {
  readonly sums: Pick<SumRing, "address" | "length" | "width">;
  /** Sums of a step that have an accumulator; all where it is not given. */
  readonly kept?: number;
  /** Byte address of the accumulator with index 0. */
  readonly base: number;
  readonly precision: FloatType;
}

/** Make the routine `(step)` that adds the sums of a step to the accumulators and clears them. */
export function collect({ sums, kept = sums.width, base, precision }: CollectJob): Routine {
  const about = "Adds the sums of a step to the accumulators and clears them.";
  const from = placed("sums", precision, sums.address);
  const to = placed("accumulators", precision, base);
  return routine("collect", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const { add, constant } = b.floats(precision);
    const slot = b.apply("and", step, b.i32(sums.length - 1));
    const first = b.keep("first", b.apply("mul", slot, b.i32(sums.width)));
    b.for({ from: b.i32(0), to: b.i32(kept) }, (k) => {
      const at = b.keep("at", b.apply("add", first, k));
      b.store(to, k, add(b.load(to, k), b.load(from, at)));
      b.store(from, at, constant(0));
    });
    return undefined;
  });
}
