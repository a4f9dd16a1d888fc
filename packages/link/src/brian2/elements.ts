import { type ElementType, elementBytes } from "@spikeloom/code";
import type { ArrayDefinition, ElementName } from "./definition.ts";

/** Elements that hold those of Brian2. */
export const elementOf: Readonly<Record<ElementName, ElementType>> = {
  float64: "f64",
  float32: "f32",
  int64: "i64",
  int32: "i32",
  bool: "u8",
};

/** Number of bytes of an array in a message, padded. */
export function paddedBytes({ type, length }: Pick<ArrayDefinition, "type" | "length">): number {
  return 8 * Math.ceil((length * elementBytes[elementOf[type]]) / 8);
}
