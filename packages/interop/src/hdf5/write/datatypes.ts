import { littleEndian } from "./little-endian.ts";

/** Element type of a dataset or an attribute. */
export type ElementType = NumberType | "text" | "reference";

/** Number type, named as in NumPy. */
export type NumberType =
  | "float64"
  | "float32"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint64"
  | "uint32"
  | "uint16"
  | "uint8";

/** Bytes of an element; for strings, bytes of the reference. */
export const elementBytes: Readonly<Record<ElementType, number>> = {
  float64: 8,
  float32: 4,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  text: 16,
  reference: 8,
};

/** Encode the datatype message of an element type. */
export function encodeDatatype(type: ElementType): Uint8Array {
  const encoded = encodedTypes.get(type) ?? encoders[type]();
  encodedTypes.set(type, encoded);
  return encoded;
}

// Cached encodings are never modified.
const encodedTypes = new Map<ElementType, Uint8Array>();

const encoders: Readonly<Record<ElementType, () => Uint8Array>> = {
  float64: () => float(double),
  float32: () => float(single),
  int64: () => integer(8, true),
  int32: () => integer(4, true),
  int16: () => integer(2, true),
  int8: () => integer(1, true),
  uint64: () => integer(8, false),
  uint32: () => integer(4, false),
  uint16: () => integer(2, false),
  uint8: () => integer(1, false),
  text: variableText,
  // Object reference; no further properties.
  reference: () => head({ kind: "reference", bits: 0, size: 8 }).view(),
};

const version = 1;
const classes = { integer: 0, float: 1, reference: 7, variable: 9 } as const;

interface Head {
  readonly kind: keyof typeof classes;
  /** Class bit field: 24 bits. */
  readonly bits: number;
  readonly size: number;
}

function head({ kind, bits, size }: Head): ReturnType<typeof littleEndian> {
  const out = littleEndian();
  out.u8((version << 4) | classes[kind]);
  out.u8(bits & 0xff);
  out.u16(bits >>> 8);
  out.u32(size);
  return out;
}

function integer(size: number, hasSign: boolean): Uint8Array {
  const out = head({ kind: "integer", bits: hasSign ? 0x08 : 0, size });
  out.u16(0);
  out.u16(8 * size);
  return out.view();
}

/** IEEE 754: bytes, bits of exponent and mantissa, and the bias. */
interface FloatForm {
  readonly size: number;
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
}

const double: FloatForm = { size: 8, exponent: 11, mantissa: 52, bias: 1023 };
const single: FloatForm = { size: 4, exponent: 8, mantissa: 23, bias: 127 };

/** The sign is the highest bit, followed by the exponent and the mantissa with an implied bit. */
function float({ size, exponent, mantissa, bias }: FloatForm): Uint8Array {
  const out = head({ kind: "float", bits: 0x20 | ((8 * size - 1) << 8), size });
  out.u16(0);
  out.u16(8 * size);
  for (const field of [mantissa, exponent, 0, mantissa]) out.u8(field);
  out.u32(bias);
  return out.view();
}

/** A variable-length UTF-8 string: length and heap position. */
function variableText(): Uint8Array {
  const out = head({ kind: "variable", bits: 0x1 | (1 << 8), size: elementBytes.text });
  out.bytes(integer(1, false));
  return out.view();
}

/** Numbers of any width. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | BigUint64Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** Name the number type of an array. */
export function numberTypeOf(values: NumberArray): NumberType {
  return numberTypes[values[Symbol.toStringTag]];
}

const numberTypes: { readonly [Name in NumberArray[typeof Symbol.toStringTag]]: NumberType } = {
  Float64Array: "float64",
  Float32Array: "float32",
  BigInt64Array: "int64",
  Int32Array: "int32",
  Int16Array: "int16",
  Int8Array: "int8",
  BigUint64Array: "uint64",
  Uint32Array: "uint32",
  Uint16Array: "uint16",
  Uint8Array: "uint8",
};
