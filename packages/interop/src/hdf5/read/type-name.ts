import type { Datatype } from "./datatype.ts";

/** Name a type as NumPy does, such as `float64`; what is no number by its kind. */
export function typeName(type: Datatype): string {
  const bits = 8 * type.size;
  switch (type.kind) {
    case "integer":
      return `${type.hasSign ? "int" : "uint"}${bits}${orderOf(type)}`;
    case "float":
      return `float${bits}${orderOf(type)}`;
    case "fixed-text":
      return `text of ${type.size} bytes`;
    case "text":
      return "text";
    case "other":
      return `${type.about}, ${type.size} bytes each`;
  }
}

function orderOf({ isBigEndian, size }: { isBigEndian: boolean; size: number }): string {
  return isBigEndian && size > 1 ? " big-endian" : "";
}
