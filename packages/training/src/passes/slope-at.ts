import type { Builder, Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";

/** The element at which the slopes of a receptor start in a step of a sample, given the number of steps. */
export function slopeAt(
  b: Builder,
  { slopeElements, inflows }: PopulationPlace,
  at: {
    readonly example: Value;
    readonly step: Value;
    readonly steps: number;
    readonly receptor: string;
  },
): Value {
  const own = b.apply("add", b.apply("mul", at.example, b.i32(at.steps)), at.step);
  const row = b.apply("mul", own, b.i32(slopeElements));
  return b.keep("at", b.apply("add", row, b.i32(inflows.get(at.receptor) ?? 0)));
}
