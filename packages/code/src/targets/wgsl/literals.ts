import { NO_OPERATOR } from "../../errors.ts";
import type { Value } from "../../form/graph.ts";
import type { ValueType } from "../../form/types.ts";
import type { LibraryName } from "./library.ts";

const view = new DataView(new ArrayBuffer(4));
const leastNormal = 2 ** -126;

/** Name a type; f64 and i64 are rejected. */
export function typeText(type: ValueType): "f32" | "i32" | "bool" {
  if (type === "f64" || type === "i64") throw NO_OPERATOR({ operator: "value", type });
  return type;
}

/** Write a number of the form. */
export function literal(
  { type, value }: Value & { readonly kind: "constant" },
  library: (name: LibraryName) => string,
): string {
  const known = typeText(type);
  if (known === "bool") return String(value);
  const number = Number(value);
  if (known === "i32") return integer(number);
  const size = Math.abs(number);
  const isPlain = Object.is(number, 0) || (size >= leastNormal && size < Infinity);
  if (!isPlain) {
    view.setFloat32(0, number);
    return `${library("special")}(0x${view.getUint32(0).toString(16).padStart(8, "0")}u)`;
  }
  // All digits of the double that equals the float, so that no reader has to round.
  const digits = `${size}`;
  const text = /[.e]/.test(digits) ? `${digits}f` : `${digits}.0f`;
  return number < 0 ? `(-${text})` : text;
}

function integer(value: number): string {
  if (value === -(2 ** 31)) return "i32(-2147483648)";
  return value < 0 ? `(${value}i)` : `${value}i`;
}
