import type { Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { countOf, type NumberType, numberBytes, readTensor, transposed } from "../layers/tensor.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Maximum header size of an array in bytes; NumPy's own limit is 10,000. */
const mostHeader = 65_536;

const types: Readonly<Record<string, NumberType>> = {
  f2: "f16",
  f4: "f32",
  f8: "f64",
  b1: "bool",
  i1: "i8",
  i2: "i16",
  i4: "i32",
  i8: "i64",
  u1: "u8",
  u2: "u16",
  u4: "u32",
  u8: "u64",
};

/**
 * Read an array saved by NumPy (NEP 1, format versions 1 to 3).
 *
 * Arrays of objects are pickled, which would execute code; they are refused, like all other non-numeric arrays.
 */
export function readArray(bytes: Uint8Array, place: string): Tensor {
  if (bytes.length < 10 || magic.some((byte, k) => bytes[k] !== byte)) {
    damaged(place, "it is not a NumPy array");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] as number;
  if (version < 1 || version > 3) damaged(place, `its format version ${version} is unknown`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) damaged(place, "it is truncated");
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > mostHeader || start + length > bytes.length)
    damaged(place, "its header is truncated");
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const { type, isBig, shape, isByColumns } = readHeader(header, place);
  const data = bytes.subarray(start + length);
  const little = isBig ? swapped(data, numberBytes[type]) : data;
  if (!isByColumns) return readTensor(little, { type, shape, place });
  const { values } = readTensor(little, { type, shape, place });
  const reversed = [...shape].reverse();
  return transposed(
    { shape: reversed, values },
    shape.map((_, k) => shape.length - 1 - k),
  );
}

interface ArrayHeader {
  readonly type: NumberType;
  readonly isBig: boolean;
  readonly shape: readonly number[];
  /** Whether the first axis varies fastest (Fortran order). */
  readonly isByColumns: boolean;
}

/** Read the header: a Python dict literal with three keys, in any order. */
function readHeader(header: string, place: string): ArrayHeader {
  const field = (name: string, value: string): string =>
    new RegExp(`'${name}'\\s*:\\s*${value}`).exec(header)?.[1] ??
    damaged(place, `its header has no supported "${name}"; only numeric arrays are supported`);
  const [order = "", code = ""] =
    /^([<>|=]?)(.*)$/.exec(field("descr", "'([^']*)'"))?.slice(1) ?? [];
  const type = Object.hasOwn(types, code) ? types[code] : undefined;
  if (type === undefined)
    damaged(place, `its element type is ${order}${code}; only numbers are supported`);
  const lengths = field("shape", String.raw`\(([\d,\sL]*)\)`).split(",");
  const shape = lengths
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map(Number.parseFloat);
  countOf(shape, place);
  const isByColumns = field("fortran_order", "(True|False)") === "True";
  return { type: type as NumberType, isBig: order === ">", shape, isByColumns };
}

/** Reverse the byte order of each number. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) {
    const within = k % width;
    out[k - within + (width - 1 - within)] = bytes[k] as number;
  }
  return out;
}
