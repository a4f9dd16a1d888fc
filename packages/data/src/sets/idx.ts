import type { ByteSource } from "@spikeloom/kernel";
import { gunzip, isGzip } from "../bytes/gunzip.ts";
import { sourceOf } from "../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../errors.ts";

/** Values of an array, in the type of the file. */
export type IdxValues =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Array of an IDX file, in row-major order. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: IdxValues;
}

interface ElementType {
  readonly bytes: number;
  readonly make: (count: number) => IdxValues;
  readonly read: (view: DataView, at: number) => number;
}

/** Types by the third byte of the file (Y. LeCun, The MNIST database); numbers are big-endian. */
const types: ReadonlyMap<number, ElementType> = new Map([
  [0x08, { bytes: 1, make: (n) => new Uint8Array(n), read: (v, k) => v.getUint8(k) }],
  [0x09, { bytes: 1, make: (n) => new Int8Array(n), read: (v, k) => v.getInt8(k) }],
  [0x0b, { bytes: 2, make: (n) => new Int16Array(n), read: (v, k) => v.getInt16(k) }],
  [0x0c, { bytes: 4, make: (n) => new Int32Array(n), read: (v, k) => v.getInt32(k) }],
  [0x0d, { bytes: 4, make: (n) => new Float32Array(n), read: (v, k) => v.getFloat32(k) }],
  [0x0e, { bytes: 8, make: (n) => new Float64Array(n), read: (v, k) => v.getFloat64(k) }],
] satisfies (readonly [number, ElementType])[]);

/** Maximum size of a header: a length for each of 255 axes. */
const mostHeader = 4 + 4 * 255;

/** Compute the size of a file from its header; undefined if the header is incomplete or not IDX. */
function sizeIn(begin: Uint8Array): number | undefined {
  const [, , type = 0, axes = 0] = begin;
  if (begin.length < 4 + 4 * axes && begin.length < mostHeader) return undefined;
  const bytes = types.get(type)?.bytes;
  // The reader of the header reports its errors.
  if (bytes === undefined) return undefined;
  const view = new DataView(begin.buffer, begin.byteOffset, begin.byteLength);
  let count = 1;
  for (let k = 0; k < axes; k++) count *= view.getUint32(4 + 4 * k);
  return 4 + 4 * axes + count * bytes;
}

/**
 * Read an IDX array, the format of MNIST, optionally compressed by gzip.
 *
 * Throws `SL_RECORD_DAMAGED` with the byte offset if the file is invalid or truncated.
 */
export async function readIdx(given: ByteSource | Uint8Array): Promise<IdxArray> {
  const source = sourceOf(given, "readIdx");
  const { name: file } = source;
  const raw = await source.read(0, source.size);
  const bytes = isGzip(raw) ? await gunzip(raw, file, sizeIn) : raw;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte, expected, got });
  if (bytes.length < 4) throw refuse(0, "a four-byte IDX magic number", `${bytes.length} bytes`);
  const type = types.get(view.getUint8(2));
  if (view.getUint16(0) !== 0 || type === undefined) {
    throw refuse(0, "0, 0 and an IDX type from 8 to 14", [...bytes.subarray(0, 3)].join(", "));
  }
  const axes = view.getUint8(3);
  const start = 4 + 4 * axes;
  if (axes === 0 || bytes.length < start) {
    throw refuse(3, "at least one axis and its length", `${axes} axes, ${bytes.length} bytes`);
  }
  const shape = Array.from({ length: axes }, (_, k) => view.getUint32(4 + 4 * k));
  const count = shape.reduce((n, length) => n * length, 1);
  if (bytes.length !== start + count * type.bytes) {
    const expected = `${shape.join(" × ")} numbers of ${type.bytes} bytes`;
    throw refuse(start, expected, `${bytes.length - start} bytes`);
  }
  if (type.bytes === 1) {
    const values = type.make(count);
    values.set(bytes.subarray(start));
    return { shape, values };
  }
  const values = type.make(count);
  for (let k = 0; k < count; k++) values[k] = type.read(view, start + k * type.bytes);
  return { shape, values };
}
