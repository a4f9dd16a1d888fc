import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";

/** What the elements of a dataset or an attribute are. */
export type Datatype =
  | {
      readonly kind: "integer";
      readonly size: number;
      readonly hasSign: boolean;
      readonly isBigEndian: boolean;
    }
  | { readonly kind: "float"; readonly size: number; readonly isBigEndian: boolean }
  | { readonly kind: "fixed-text"; readonly size: number }
  | { readonly kind: "text"; readonly size: number }
  /** Anything else, by name. */
  | { readonly kind: "other"; readonly size: number; readonly about: string };

/** Read what elements are. */
function readDatatype(fields: Cursor, depth = 0): Datatype {
  const head = fields.u8();
  const bits = fields.uint(3);
  const size = fields.u32();
  if (size === 0) damaged("it has elements of no size");
  if (depth > 2) return { kind: "other", size, about: "nested data" };
  const reader = readers[head & 0xf];
  const about = others[head & 0xf] ?? "data of an unknown type";
  return reader?.({ fields, bits, size, depth }) ?? { kind: "other", size, about };
}

interface Head {
  readonly fields: Cursor;
  readonly bits: number;
  readonly size: number;
  readonly depth: number;
}

type Reader = (head: Head) => Datatype | undefined;

const readers: Readonly<Record<number, Reader>> = {
  0: integer,
  1: float,
  3: ({ size }) => ({ kind: "fixed-text", size }),
  // Names of numbers, such as true and false: the numbers are what is read.
  8: ({ fields, size, depth }) => {
    const named = readDatatype(fields, depth + 1);
    return named.kind === "integer" && named.size === size ? named : undefined;
  },
  9: ({ bits, size }) => ((bits & 0xf) === 1 ? { kind: "text", size } : undefined),
};

const others: Readonly<Record<number, string>> = {
  0: "integers of unusual width",
  1: "floats of unusual form",
  2: "times",
  4: "bit fields",
  5: "opaque data",
  6: "compound data",
  7: "references",
  8: "names of numbers of unusual width",
  9: "lists of differing length",
  10: "arrays",
};

function integer({ fields, bits, size }: Head): Datatype | undefined {
  const [offset, precision] = [fields.u16(), fields.u16()];
  if (![1, 2, 4, 8].includes(size) || offset !== 0 || precision !== 8 * size) return undefined;
  return { kind: "integer", size, hasSign: (bits & 8) !== 0, isBigEndian: (bits & 1) !== 0 };
}

/** Fields of IEEE 754: width, place and width of the exponent, of the mantissa, and the bias. */
const ieee: Readonly<Record<number, string>> = {
  4: "0 32 23 8 0 23 127",
  8: "0 64 52 11 0 52 1023",
};

function float({ fields, bits, size }: Head): Datatype | undefined {
  const wide = [fields.u16(), fields.u16()];
  const narrow = [fields.u8(), fields.u8(), fields.u8(), fields.u8()];
  const form = [...wide, ...narrow, fields.u32()].join(" ");
  const isVax = (bits & 0x40) !== 0;
  if (isVax || form !== ieee[size]) return undefined;
  return { kind: "float", size, isBigEndian: (bits & 1) !== 0 };
}

/** Read a datatype from the body of its message. */
export function datatypeOf(body: Uint8Array): Datatype {
  return readDatatype(cursor(body, { address: 8, length: 8 }));
}
