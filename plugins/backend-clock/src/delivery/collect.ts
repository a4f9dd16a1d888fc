import { type Builder, type FloatType, type Routine, routine, type Value } from "@spikeloom/code";
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

/** What collects the sums of a step. */
export interface Collecting {
  /** `(step)`: adds the sums of a step to the accumulators and clears them. */
  readonly collect: Routine;
  /** `(from, to)`, both in bytes: what it calls for 32 bytes of sums, which has an override. */
  readonly some: Routine;
}

const bytesATurn = 32;

/** Make what collects sums. */
export function collecting(job: CollectJob): Collecting {
  const { sums, kept = sums.width, precision } = job;
  const bytes = precision === "f64" ? 8 : 4;
  const ends = { from: "i32", to: "i32" } as const;
  const about = "Adds some sums to their accumulators and clears them.";
  const some = routine("collect_some", { about, parameters: ends }, (b, { from, to }) => {
    for (let k = 0; k < bytesATurn / bytes; k++) collectOne(b, job, { from, to, k });
    return undefined;
  });
  const step = { about: "Collects the sums of a step.", parameters: { step: "i32" } } as const;
  const collect = routine("collect", step, (b, given) => {
    const slot = b.apply("and", given.step, b.i32(sums.length - 1));
    const first = b.keep("first", b.apply("mul", slot, b.i32(sums.width * bytes)));
    const end = kept * bytes;
    const whole = b.i32(end - (end % bytesATurn));
    b.for({ from: b.i32(0), to: whole, by: bytesATurn }, (to) => {
      b.call(some, [], [b.apply("add", first, to), to]);
    });
    b.for({ from: whole, to: b.i32(end), by: bytes }, (to) => {
      collectOne(b, job, { from: b.apply("add", first, to), to, k: 0 });
    });
    return undefined;
  });
  return { collect, some };
}

function collectOne(
  b: Builder,
  { sums, base, precision }: CollectJob,
  { from, to, k }: { readonly from: Value; readonly to: Value; readonly k: number },
): void {
  const { add, constant } = b.floats(precision);
  const own = placed("sums", precision, sums.address, "bytes");
  const into = placed("accumulators", precision, base, "bytes");
  b.store(into, to, add(b.load(into, to, k), b.load(own, from, k)), k);
  b.store(own, from, constant(0), k);
}
