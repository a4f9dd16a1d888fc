import type { LabelledValues } from "@spikeloom/training";
import { asCoded } from "../print/coded.ts";
import { TRAINING_FILE } from "./errors.ts";

/** Add the sample of a part to an encoder's error about its range. */
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
    next: `Set a "range" of the encoder that contains all values; for these it is [${least}, ${most}].`,
  });
}
