/** Current position of a write into a buffer of the correct length. */
export interface Writer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

/** Start writing this many bytes. */
export function writerOf(length: number): Writer {
  const bytes = new Uint8Array(length);
  return { bytes, view: new DataView(bytes.buffer), at: 0 };
}

/** Size of a varint in bytes. */
export function varintBytes(value: number | bigint): number {
  let count = 1;
  if (typeof value === "bigint") for (let left = value; left > 127n; left >>= 7n) count++;
  else for (let left = value; left >= 128; left /= 128) count++;
  return count;
}

/** Write a varint from 0 to 2^53, or to 2^64 - 1 as a bigint. */
export function writeVarint(writer: Writer, value: number | bigint): void {
  let rest = typeof value === "bigint" ? writeLarge(writer, value) : value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) writer.bytes[writer.at++] = (rest % 128) | 128;
  writer.bytes[writer.at++] = rest;
}

/** Write all but the last seven bits; returns those. */
function writeLarge(writer: Writer, value: bigint): number {
  let left = value;
  for (; left > 127n; left >>= 7n) writer.bytes[writer.at++] = Number(left & 127n) | 128;
  return Number(left);
}

/** Write a double. */
export function writeDouble(writer: Writer, value: number): void {
  writer.view.setFloat64(writer.at, value, true);
  writer.at += 8;
}

/** Write bytes unchanged. */
export function writeBytes(writer: Writer, bytes: Uint8Array): void {
  writer.bytes.set(bytes, writer.at);
  writer.at += bytes.byteLength;
}
