/** A floating-point number. */
export type FloatType = "f64" | "f32";

/** An integer of 32 or 64 bits; signedness is determined by the operator. */
export type IntegerType = "i32" | "i64";

/** Type of a value. */
export type ValueType = FloatType | IntegerType | "bool";

/** Type of an array's elements; narrow integers become i32 when they are loaded. */
export type ElementType = FloatType | IntegerType | "u16" | "u8";

/** Return the number of bytes of an element. */
export const elementBytes: Readonly<Record<ElementType, 1 | 2 | 4 | 8>> = {
  f64: 8,
  f32: 4,
  i64: 8,
  i32: 4,
  u16: 2,
  u8: 1,
};

/** Return the type of a loaded element. */
export function loadedType(element: ElementType): ValueType {
  return element === "u16" || element === "u8" ? "i32" : element;
}
