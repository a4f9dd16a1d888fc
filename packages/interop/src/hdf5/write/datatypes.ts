import { littleEndian } from "./little-endian.ts";

/** What a dataset or an attribute is made of. */
export type ElementType = "float64" | "int64" | "uint32" | "text";

/** Bytes of an element; of a text, those of the reference to it. */
export const elementBytes: Readonly<Record<ElementType, number>> = {
  float64: 8,
  int64: 8,
  uint32: 4,
  text: 16,
};

/** Encode the datatype message of an element type. */
export function encodeDatatype(type: ElementType): Uint8Array {
  return encoders[type]();
}

const encoders: Readonly<Record<ElementType, () => Uint8Array>> = {
  float64: float,
  int64: () => integer(8, true),
  uint32: () => integer(4, false),
  text: variableText,
};

const version = 1;
const classes = { integer: 0, float: 1, variable: 9 } as const;

interface Head {
  readonly kind: keyof typeof classes;
  /** Bit field of the class: 24 bits. */
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

/** IEEE 754 double precision: sign in bit 63, 11 bits of exponent, 52 of mantissa with a hidden one. */
function float(): Uint8Array {
  const out = head({ kind: "float", bits: 0x20 | (63 << 8), size: 8 });
  out.u16(0);
  out.u16(64);
  for (const field of [52, 11, 0, 52]) out.u8(field);
  out.u32(1023);
  return out.view();
}

/** A text of any length in UTF-8: a length, and the place of its bytes in a heap. */
function variableText(): Uint8Array {
  const out = head({ kind: "variable", bits: 0x1 | (1 << 8), size: elementBytes.text });
  out.bytes(integer(1, false));
  return out.view();
}
