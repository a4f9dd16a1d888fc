/** The types of WebAssembly values that a simulator needs. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

/** The binary code of each value type. */
export const typeCodes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** Parameter and result types of a function. */
export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

const letters: Readonly<Record<string, ValueType>> = {
  i: "i32",
  l: "i64",
  f: "f32",
  d: "f64",
  v: "v128",
};

/** Read value types from one letter each, as the instruction tables write them. */
export function typesOf(text: string): readonly ValueType[] {
  return [...text].map((letter) => {
    const type = letters[letter];
    if (type === undefined) throw new TypeError(`no value type has the letter ${letter}`);
    return type;
  });
}
