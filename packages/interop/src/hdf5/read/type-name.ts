import { type Datatype, isTruth } from "./datatype.ts";

/** Name a type as NumPy does, such as `float64`; other types by their kind. */
export function typeName(type: Datatype): string {
  const bits = 8 * type.size;
  switch (type.kind) {
    case "integer":
      if (isTruth(type.names)) return "bool";
      return `${type.names === undefined ? "" : "names of "}${type.hasSign ? "int" : "uint"}${bits}${orderOf(type)}`;
    case "float":
      return `float${bits}${orderOf(type)}`;
    case "fixed-text":
      return `string of ${type.size} bytes`;
    case "text":
      return "text";
    case "compound":
      return `{${type.fields.map((field) => `${field.name}: ${typeName(field.type)}`).join(", ")}}`;
    case "reference":
      return type.isRegion ? "reference to a selection" : "reference";
    case "list":
      return `lists of ${typeName(type.of)}`;
    case "array":
      return `${type.shape.join(" x ")} arrays of ${typeName(type.of)}`;
    case "other":
      return `${type.about}, ${type.size} bytes each`;
  }
}

function orderOf({ isBigEndian, size }: { isBigEndian: boolean; size: number }): string {
  return isBigEndian && size > 1 ? " big-endian" : "";
}
