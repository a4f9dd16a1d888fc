import type { LabelledValues } from "@spikeloom/training";
import { asCoded } from "../print/coded.ts";
import { TRAINING_FILE } from "./errors.ts";

/** Say of an encoder's refusal which sample of a part is beyond its range, where it is that. */
export function beyondRange(
  fault: unknown,
  { values, size }: LabelledValues,
  { range, part }: { readonly range: readonly [number, number]; readonly part: string },
): unknown {
  if (asCoded(fault)?.code !== "SL_ENCODER_VALUE") return fault;
  const [low, high] = range;
  const at = values.findIndex((value) => value < low || value > high);
  if (at < 0) return fault;
  const each = values.length / size;
  let [least, most] = range;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return TRAINING_FILE({
    place: `samples to ${part}`,
    message: "A value is beyond the encoded range.",
    expected: `a value from ${low} to ${high}`,
    got: `${values[at]}, value ${at % each} of sample ${Math.floor(at / each)}`,
    next: `Give the encoder a "range" that holds all values; of these it is [${least}, ${most}].`,
  });
}
