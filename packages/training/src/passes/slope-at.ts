import type { Builder, Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";

/** The element where the slopes of a receptor begin in a step. */
export function slopeAt(
  b: Builder,
  { slopeElements, inflows }: PopulationPlace,
  { step, receptor }: { readonly step: Value; readonly receptor: string },
): Value {
  const row = b.apply("mul", step, b.i32(slopeElements));
  return b.keep("at", b.apply("add", row, b.i32(inflows.get(receptor) ?? 0)));
}
