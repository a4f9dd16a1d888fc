/** A number with a fraction. */
export type FloatType = "f64" | "f32";

/** A number of 32 or 64 bits; its operators say where they take it as signed. */
export type IntegerType = "i32" | "i64";

/** What a value is. */
export type ValueType = FloatType | IntegerType | "bool";

/** What an array holds; narrow integers become an i32 when they are loaded. */
export type ElementType = FloatType | IntegerType | "u16" | "u8";

/** Bytes of an element. */
export const elementBytes: Readonly<Record<ElementType, 1 | 2 | 4 | 8>> = {
  f64: 8,
  f32: 4,
  i64: 8,
  i32: 4,
  u16: 2,
  u8: 1,
};

/** The type of a loaded element. */
export function loadedType(element: ElementType): ValueType {
  return element === "u16" || element === "u8" ? "i32" : element;
}
