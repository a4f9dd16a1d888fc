import { type FloatType, type Routine, routine, type Value } from "@spikeloom/code";
import { placed } from "../placed.ts";
import type { LaidProcedural, ProceduralRows } from "./procedural-layout.ts";

/** Make the routine `(count, step)` that adds synapses of the chunk to the sums of their steps. */
export function addChunk(
  { projection, table, first }: ProceduralRows,
  { sums, shift, chunk }: LaidProcedural,
  precision: FloatType,
): Routine {
  const { gridDelay: delay, weight } = projection;
  const targets = placed("targets", "i32", chunk.targets);
  const delays = placed("delays", "i32", chunk.delays);
  const weights = placed("weights", "f64", chunk.weights);
  const places = placed("places", "i32", table);
  // With a table, it is the table that says which sum is a target's.
  const bytes = precision === "f64" ? 8 : 4;
  const values = placed("sums", precision, sums.address + (table === 0 ? first * bytes : 0));
  const about =
    "Adds synapses of a row, whose spike was sent in a step, to the sums of their steps.";
  const parameters = { count: "i32", step: "i32" } as const;
  return routine("add_chunk", { about, parameters }, (b, { count, step }) => {
    const { add, constant } = b.floats(precision);
    const slotOf = (arrival: Value): Value => {
      const slot = b.apply("and", arrival, b.i32(sums.length - 1));
      return b.apply("mul", slot, b.i32(sums.width));
    };
    const earliest = b.apply("add", step, b.i32(shift + (delay.constant ?? 0)));
    const start = b.keep("start", delay.constant === undefined ? earliest : slotOf(earliest));
    b.for({ from: b.i32(0), to: count }, (k) => {
      const number = b.load(targets, k);
      const sum = table === 0 ? number : b.load(places, number);
      const slot =
        delay.constant === undefined ? slotOf(b.apply("add", start, b.load(delays, k))) : start;
      const at = b.keep("at", b.apply("add", slot, sum));
      const more = (): Value => {
        if (weight.constant !== undefined) return constant(weight.constant);
        const loaded = b.load(weights, k);
        return precision === "f64" ? loaded : b.apply("toF32", loaded);
      };
      b.store(values, at, add(b.load(values, at), more()));
    });
    return undefined;
  });
}
