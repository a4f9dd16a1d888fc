import { type ElementType, elementBytes } from "@spikeloom/code";
import type { ArrayDefinition, ElementName } from "./definition.ts";

/** Elements that hold those of Brian2; truth values are numbers, 1 or 0, like the other operands of vector code. */
export const elementOf: Readonly<Record<ElementName, ElementType>> = {
  float64: "f64",
  float32: "f32",
  int64: "i64",
  int32: "i32",
  bool: "f64",
};

/** Number of bytes of an array in a message. */
export function messageBytes({ type, length }: Pick<ArrayDefinition, "type" | "length">): number {
  return type === "bool" ? length : length * elementBytes[elementOf[type]];
}

/** The same, padded. */
export function paddedBytes({ type, length }: Pick<ArrayDefinition, "type" | "length">): number {
  return 8 * Math.ceil(messageBytes({ type, length }) / 8);
}
