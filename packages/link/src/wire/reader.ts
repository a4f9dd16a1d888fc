/** Current and end position of a read. */
export interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  end: number;
}

/** Start reading. */
export function readerOf(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, at: 0, end: bytes.byteLength };
}

/** Consume some bytes, which must exist; returns their start. */
export function take(reader: Reader, count: number): number {
  const { at } = reader;
  if (count > reader.end - at) throw new RangeError("a field is truncated");
  reader.at = at + count;
  return at;
}

/** Read a 64-bit varint as two 32-bit numbers. */
export function readVarint(reader: Reader): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.bytes[take(reader, 1)] as number;
    const bits = byte & 0x7f;
    if (shift < 32) low |= bits << shift;
    if (shift === 28) high = bits >> 4;
    else if (shift > 28) high |= bits << (shift - 32);
    if (byte < 0x80) return { low: low >>> 0, high: high >>> 0 };
  }
  throw new RangeError("a number has more than 64 bits");
}

/** Read the lower 32 bits of a varint; most have one byte. */
export function readUint32(reader: Reader): number {
  return isShort(reader) ? (reader.bytes[reader.at++] as number) : readVarint(reader).low;
}

/** Whether the next varint has one byte. */
function isShort({ bytes, at, end }: Reader): boolean {
  return at < end && (bytes[at] as number) < 0x80;
}

/** Read a double. */
export function readDouble(reader: Reader): number {
  return reader.view.getFloat64(take(reader, 8), true);
}

/** Read length-prefixed bytes without copying them. */
export function readBytes(reader: Reader): Uint8Array {
  const length = readLength(reader);
  const at = take(reader, length);
  return reader.bytes.subarray(at, at + length);
}

/** Read a length prefix or a field tag. */
export function readLength(reader: Reader): number {
  if (isShort(reader)) return reader.bytes[reader.at++] as number;
  const { low, high } = readVarint(reader);
  if (high !== 0) throw new RangeError("a field is truncated");
  return low;
}
