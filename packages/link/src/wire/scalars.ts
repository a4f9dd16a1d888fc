import type { ScalarKind } from "./message-form.ts";
import { type Reader, readBytes, readDouble, readUint32, readVarint } from "./reader.ts";
import { varintBytes, type Writer, writeBytes, writeDouble, writeVarint } from "./writer.ts";

/** Wire types: a varint, eight bytes, or length-prefixed bytes. */
export const wires = { varint: 0, eight: 1, length: 2, four: 5 } as const;

/** Reading and writing of one kind of value. */
export interface Scalar<T> {
  readonly wire: number;
  /** Default value of a missing field. */
  readonly zero: T;
  /** Size of a value in bytes. */
  size(value: T): number;
  write(writer: Writer, value: T): void;
  read(reader: Reader): T;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const none = new Uint8Array(0);

const varints = {
  wire: wires.varint,
  zero: 0,
  size: varintBytes,
  write: writeVarint,
  read: readUint32,
};

function ofLength<T>(bytesOf: (value: T) => Uint8Array, zero: T, read: Scalar<T>["read"]) {
  return {
    wire: wires.length,
    zero,
    read,
    size(value: T): number {
      const { byteLength } = bytesOf(value);
      return varintBytes(byteLength) + byteLength;
    },
    write(writer: Writer, value: T): void {
      const bytes = bytesOf(value);
      writeVarint(writer, bytes.byteLength);
      writeBytes(writer, bytes);
    },
  };
}

interface ValueOf {
  readonly double: number;
  readonly uint32: number;
  readonly uint64: bigint;
  readonly bool: boolean;
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly uint32s: readonly number[];
}

/** Scalar kinds, which are not messages. */
export const scalars: { readonly [Kind in ScalarKind]: Scalar<ValueOf[Kind]> } = {
  double: {
    wire: wires.eight,
    zero: 0,
    write: writeDouble,
    read: readDouble,
    size: () => 8,
  },
  uint32: varints,
  uint64: {
    wire: wires.varint,
    zero: 0n,
    size: varintBytes,
    write: writeVarint,
    read(reader) {
      const { low, high } = readVarint(reader);
      return (BigInt(high) << 32n) | BigInt(low);
    },
  },
  bool: {
    wire: wires.varint,
    zero: false,
    size: () => 1,
    write: (writer, value) => writeVarint(writer, value ? 1 : 0),
    read(reader) {
      const { low, high } = readVarint(reader);
      return low !== 0 || high !== 0;
    },
  },
  string: ofLength(
    (text) => Buffer.from(text, "utf8"),
    "",
    (reader) => utf8.decode(readBytes(reader)),
  ),
  bytes: ofLength((bytes) => bytes, none, readBytes),
  uint32s: {
    wire: wires.length,
    zero: [],
    size(values) {
      const bytes = values.reduce((sum, value) => sum + varintBytes(value), 0);
      return varintBytes(bytes) + bytes;
    },
    write(writer, values) {
      writeVarint(
        writer,
        values.reduce((sum, value) => sum + varintBytes(value), 0),
      );
      for (const value of values) writeVarint(writer, value);
    },
    read(reader) {
      const bytes = readBytes(reader);
      const inner = { ...reader, at: reader.at - bytes.byteLength, end: reader.at };
      const values: number[] = [];
      while (inner.at < inner.end) values.push(readUint32(inner));
      return values;
    },
  },
};
