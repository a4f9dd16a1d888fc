import type { ArrayValue } from "@spikeloom/kernel";
import { resolveValue } from "@spikeloom/network";
import { STEPPING_VALUE } from "../errors.ts";

/** Values to set: a quantity for all, a list of quantities, or numbers in one unit. */
export type SetValue = string | number | readonly (string | number)[] | ArrayValue;

/** Parse values into internal units, one per neuron or synapse. */
export function setValues(
  value: SetValue,
  { size, unit, place }: { readonly size: number; readonly unit: string; readonly place: string },
): Float64Array {
  const found = resolveValue(withUnit(value, place), { size, unit, place, stream });
  const values = typeof found === "number" ? new Float64Array(size).fill(found) : found;
  const index = values.findIndex((one) => !Number.isFinite(one));
  if (index < 0) return values;
  const got = `${values[index]} as number ${index}`;
  const message = "A value to set must be finite.";
  throw STEPPING_VALUE({ place, message, expected: "finite numbers", got });

  function stream(): never {
    const refused = "Between steps, a value must be given, not drawn.";
    const expected = "a quantity, a list of them, or { values, unit }";
    throw STEPPING_VALUE({ place, message: refused, expected, got: "a draw" });
  }
}

/**
 * Parse values whose required number is known only later.
 *
 * Everything but their number is checked immediately, and a list is copied, as its owner may modify it.
 */
export function valuesForSize(
  value: SetValue,
  { unit, place }: { readonly unit: string; readonly place: string },
): (size: number) => Float64Array {
  const isRecord = typeof value === "object" && !Array.isArray(value);
  const list: unknown = isRecord ? (value as ArrayValue).values : value;
  const isList =
    Array.isArray(list) || list instanceof Float64Array || list instanceof Float32Array;
  const count = isList ? list.length : 1;
  const values = setValues(value, { size: count, unit, place });
  if (!isList) return (size) => setValues(value, { size, unit, place });
  return (size) => (size === count ? values : setValues({ values, unit }, { size, unit, place }));
}

/** Refuse an array of numbers without their unit. */
function withUnit(value: SetValue, place: string): SetValue {
  if (!ArrayBuffer.isView(value)) return value;
  const message = "Numbers need a unit.";
  const next = 'Pass { values, unit: "mV" }, as `state` and `weights` return it.';
  throw STEPPING_VALUE({ place, message, expected: "{ values, unit }", got: "bare numbers", next });
}
