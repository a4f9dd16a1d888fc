import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";

/** Type of the elements of a dataset or an attribute. */
export type Datatype =
  | IntegerType
  | { readonly kind: "float"; readonly size: number; readonly isBigEndian: boolean }
  | { readonly kind: "fixed-text"; readonly size: number }
  | { readonly kind: "text"; readonly size: number }
  | CompoundType
  /** Reference to an object, or to selected elements of a dataset, in the same file. */
  | { readonly kind: "reference"; readonly size: number; readonly isRegion: boolean }
  /** Variable-length lists. */
  | { readonly kind: "list"; readonly size: number; readonly of: Datatype }
  /** Elements that are fixed-size arrays. */
  | {
      readonly kind: "array";
      readonly size: number;
      readonly shape: readonly number[];
      readonly of: Datatype;
    }
  /** Any other type, by name. */
  | { readonly kind: "other"; readonly size: number; readonly about: string };

/** Integers, including bit fields; `names` for enumerations such as booleans. */
export interface IntegerType {
  readonly kind: "integer";
  readonly size: number;
  readonly hasSign: boolean;
  readonly isBigEndian: boolean;
  readonly names?: ReadonlyMap<bigint, string>;
}

/** Whether an enumeration is the boolean type that h5py writes. */
export function isTruth(names: ReadonlyMap<bigint, string> | undefined): boolean {
  const [no, yes] = [names?.get(0n)?.toUpperCase(), names?.get(1n)?.toUpperCase()];
  return names?.size === 2 && no === "FALSE" && yes === "TRUE";
}

/** Compound type with named fields. */
export interface CompoundType {
  readonly kind: "compound";
  readonly size: number;
  readonly fields: readonly CompoundField[];
}

/** One field of a compound element. */
export interface CompoundField {
  readonly name: string;
  /** Offset in bytes from the start of an element. */
  readonly offset: number;
  readonly type: Datatype;
}

/** Maximum nesting of types. */
const mostDepth = 8;

/** Read a type. */
function readDatatype(fields: Cursor, depth = 0): Datatype {
  const head = fields.u8();
  const bits = fields.uint(3);
  const size = fields.u32();
  if (size === 0) damaged("it has elements of size zero");
  if (depth > mostDepth) damaged("it has types nested too deeply");
  const version = head >>> 4;
  const found = readers[head & 0xf]?.({ fields, bits, size, depth, version });
  if (found !== undefined) return found;
  const about = others[head & 0xf];
  // The length of an unknown type's description is unknown, and so is the start of what follows.
  if (about === undefined && depth > 0) damaged("it has data of an unknown type");
  return { kind: "other", size, about: about ?? "data of an unknown type" };
}

interface Head {
  readonly fields: Cursor;
  readonly bits: number;
  readonly size: number;
  readonly depth: number;
  readonly version: number;
}

/** Parse a complete type description; returns undefined for a type that is not supported. */
type Reader = (head: Head) => Datatype | undefined;

const readers: Readonly<Record<number, Reader>> = {
  0: integer,
  1: float,
  2: ({ fields }) => void fields.skip(2),
  3: ({ size }) => ({ kind: "fixed-text", size }),
  // Readers treat bit fields as integers.
  4: ({ bits, ...head }) => integer({ ...head, bits: bits & 1 }),
  5: ({ fields, bits }) => void fields.skip(bits & 0xff),
  6: compound,
  7: reference,
  8: named,
  9: variable,
  10: array,
};

const others: Readonly<Record<number, string>> = {
  0: "integers of unsupported width",
  1: "floats of unsupported form",
  2: "times",
  4: "bit fields of unsupported width",
  5: "opaque data",
  7: "references of an unsupported kind",
  8: "enumerations of unsupported width",
};

function integer({ fields, bits, size }: Head): IntegerType | undefined {
  const [offset, precision] = [fields.u16(), fields.u16()];
  const hasSign = (bits & 8) !== 0;
  // Without a sign, bits that are not used are zero unless the type says otherwise.
  const isPadded = precision < 8 * size && !hasSign && (bits & 4) === 0;
  if (![1, 2, 4, 8].includes(size) || offset !== 0) return undefined;
  if (precision !== 8 * size && !isPadded) return undefined;
  return { kind: "integer", size, hasSign, isBigEndian: (bits & 1) !== 0 };
}

/** IEEE 754 fields: width, position and width of the exponent, of the mantissa, and the bias. */
const ieee: Readonly<Record<number, string>> = {
  2: "0 16 10 5 0 10 15",
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

function reference({ bits, size }: Head): Datatype | undefined {
  const kind = bits & 0xf;
  return kind > 1 ? undefined : { kind: "reference", size, isRegion: kind === 1 };
}

function variable({ fields, bits, size, depth }: Head): Datatype {
  const of = readDatatype(fields, depth + 1);
  return (bits & 0xf) === 1 ? { kind: "text", size } : { kind: "list", size, of };
}

function named({ fields, bits, size, depth, version }: Head): Datatype | undefined {
  const base = readDatatype(fields, depth + 1);
  const count = bits & 0xffff;
  const texts = Array.from({ length: count }, () => nameOf(fields, version));
  const values = Array.from({ length: count }, () => fields.bytes(base.size));
  if (base.kind !== "integer" || base.size !== size) return undefined;
  const names = new Map(values.map((value, k) => [wholeOf(value, base), texts[k] ?? ""]));
  return { ...base, names };
}

function wholeOf(bytes: Uint8Array, { hasSign, isBigEndian, size }: IntegerType): bigint {
  const ordered = isBigEndian ? bytes : bytes.toReversed();
  const whole = ordered.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return hasSign ? BigInt.asIntN(8 * size, whole) : whole;
}

function array({ fields, size, depth, version }: Head): Datatype {
  const rank = fields.u8();
  if (version < 3) fields.skip(3);
  const shape = Array.from({ length: rank }, () => fields.u32());
  if (version < 3) fields.skip(4 * rank);
  return arrayOf(readDatatype(fields, depth + 1), shape, size);
}

function arrayOf(of: Datatype, shape: readonly number[], size?: number): Datatype {
  const bytes = shape.reduce((product, length) => product * length, of.size);
  if (bytes === 0 || (size ?? bytes) !== bytes)
    damaged("it has array elements whose size does not match their shape");
  return { kind: "array", size: bytes, shape, of };
}

function compound({ fields, bits, size, depth, version }: Head): CompoundType {
  const found: CompoundField[] = [];
  const names = new Set<string>();
  for (let left = bits & 0xffff; left > 0; left--) {
    const field = compoundField(fields, { size, depth, version });
    if (field.offset + field.type.size > size) damaged("a field in it is outside its element");
    if (names.has(field.name)) damaged(`elements in it have two fields "${field.name}"`);
    names.add(field.name);
    found.push(field);
  }
  return { kind: "compound", size, fields: found };
}

function compoundField(
  fields: Cursor,
  { size, depth, version }: Pick<Head, "size" | "depth" | "version">,
): CompoundField {
  const name = nameOf(fields, version);
  const offset = version < 3 ? fields.u32() : fields.uint(offsetWidth(size));
  if (version > 1) return { name, offset, type: readDatatype(fields, depth + 1) };
  const rank = fields.u8();
  fields.skip(3 + 4 + 4);
  const lengths = [fields.u32(), fields.u32(), fields.u32(), fields.u32()];
  const of = readDatatype(fields, depth + 1);
  return { name, offset, type: rank === 0 ? of : arrayOf(of, lengths.slice(0, rank)) };
}

function offsetWidth(size: number): number {
  return size < 2 ** 8 ? 1 : size < 2 ** 16 ? 2 : size < 2 ** 24 ? 3 : 4;
}

/** A null-terminated string; versions before 3 pad it to a multiple of eight bytes. */
function nameOf(fields: Cursor, version: number): string {
  const bytes: number[] = [];
  for (let byte = fields.u8(); byte !== 0; byte = fields.u8()) bytes.push(byte);
  if (version < 3) fields.skip((8 - ((bytes.length + 1) % 8)) % 8);
  return decoder.decode(Uint8Array.from(bytes));
}

const decoder = new TextDecoder();

/** Read a datatype from its message body. */
export function datatypeOf(body: Uint8Array): Datatype {
  return readDatatype(cursor(body, { address: 8, length: 8 }));
}
