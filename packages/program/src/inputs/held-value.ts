import type { ConventionRecord } from "@spikeloom/kernel";
import type { CurrentValue } from "./current-value.ts";

/**
 * Return the values that act in each step.
 *
 * They are those of the step that the convention holds, and zero before the first.
 */
export function heldValue(
  value: CurrentValue,
  { inputHold }: Pick<ConventionRecord, "inputHold">,
): CurrentValue {
  const shift = { start: 0, end: 1, previous: -1 }[inputHold];
  return (step) => (step + shift < 0 ? 0 : value(step + shift));
}
