/** A growing byte buffer with the number encodings of the WebAssembly binary format. */
export interface ByteWriter {
  readonly length: number;
  u8(byte: number): void;
  /** Unsigned LEB128 of 0 to 2^32 - 1. */
  u32(value: number): void;
  /** Signed LEB128 of a 32-bit integer; values of 2^31 and above are taken as their bit pattern. */
  s32(value: number): void;
  /** Signed LEB128 of a 64-bit integer, taken modulo 2^64. */
  s64(value: bigint): void;
  f32(value: number): void;
  f64(value: number): void;
  /** Raw bytes, without a length. */
  bytes(source: Uint8Array): void;
  /** The content of another writer. */
  append(source: ByteWriter): void;
  /** UTF-8 preceded by its length. */
  name(text: string): void;
  /** The bytes written so far; valid until the next write. */
  view(): Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

/** Create an empty byte buffer. */
export function byteWriter(capacity = 256): ByteWriter {
  let data = new Uint8Array(capacity);
  let length = 0;

  const reserve = (count: number): void => {
    if (length + count <= data.length) return;
    const grown = new Uint8Array(Math.max(data.length * 2, length + count));
    grown.set(data);
    data = grown;
  };

  const writer: ByteWriter = {
    get length() {
      return length;
    },
    u8(byte) {
      reserve(1);
      data[length++] = byte;
    },
    u32(value) {
      reserve(5);
      let rest = value >>> 0;
      while (rest > 0x7f) {
        data[length++] = (rest & 0x7f) | 0x80;
        rest >>>= 7;
      }
      data[length++] = rest;
    },
    s32(value) {
      reserve(5);
      let rest = value | 0;
      while (rest < -64 || rest > 63) {
        data[length++] = (rest & 0x7f) | 0x80;
        rest >>= 7;
      }
      data[length++] = rest & 0x7f;
    },
    s64(value) {
      reserve(10);
      let rest = BigInt.asIntN(64, value);
      while (rest < -64n || rest > 63n) {
        data[length++] = Number(rest & 0x7fn) | 0x80;
        rest >>= 7n;
      }
      data[length++] = Number(rest & 0x7fn);
    },
    f32(value) {
      reserve(4);
      new DataView(data.buffer).setFloat32(length, value, true);
      length += 4;
    },
    f64(value) {
      reserve(8);
      new DataView(data.buffer).setFloat64(length, value, true);
      length += 8;
    },
    bytes(source) {
      reserve(source.length);
      data.set(source, length);
      length += source.length;
    },
    append(source) {
      writer.bytes(source.view());
    },
    name(text) {
      const utf8 = encoder.encode(text);
      writer.u32(utf8.length);
      writer.bytes(utf8);
    },
    view: () => data.subarray(0, length),
  };
  return writer;
}
