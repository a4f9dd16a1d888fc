import type { ArrayValue, DataValue, DrawValue, FormulaValue, Value } from "@spikeloom/kernel";
import { DATA_MISSING, show, VALUE } from "../errors.ts";

/** The forms of a value, one field each. */
export type ValueKind =
  | { readonly kind: "scalar"; readonly value: string | number }
  | { readonly kind: "list"; readonly value: readonly unknown[] }
  | { readonly kind: "draw"; readonly value: DrawValue }
  | { readonly kind: "formula"; readonly value: FormulaValue }
  | { readonly kind: "array"; readonly value: ArrayValue }
  | { readonly kind: "data"; readonly value: DataValue };

/** Reads an array from a data file: plain numbers in the value's unit. */
export type DataLoader = (data: DataValue) => ArrayLike<number>;

/** Return the form of a value. */
export function kindOfValue(value: unknown, place: string): ValueKind {
  if (typeof value === "string" || typeof value === "number") return { kind: "scalar", value };
  if (Array.isArray(value)) return { kind: "list", value };
  if (typeof value === "object" && value !== null) {
    if ("draw" in value) return { kind: "draw", value: value as DrawValue };
    if ("formula" in value) return { kind: "formula", value: value as FormulaValue };
    if ("file" in value) return { kind: "data", value: value as DataValue };
    if ("values" in value) return { kind: "array", value: value as ArrayValue };
  }
  const expected = "a quantity, a list, a draw, a formula, an array or data in a file";
  throw VALUE({ place, message: "This is not a value.", expected, got: show(value) });
}

/** Load the data of a value, or throw an error if no loader is given. */
export function loadData(
  data: DataValue,
  load: DataLoader | undefined,
  place: string,
): ArrayLike<number> {
  if (data.values !== undefined) return data.values;
  if (load === undefined) throw DATA_MISSING({ place, file: data.file });
  return load(data);
}

/** Test whether two values are written identically. */
export function isScalar(value: Value): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
