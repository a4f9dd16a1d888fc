/** Little-endian byte writer. */
export interface ByteWriter {
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u32Big(value: number): void;
  i64(value: number): void;
  text(value: string): void;
  /** Number of bytes. */
  readonly size: number;
  /** Overwrite a number. */
  setU32(at: number, value: number): void;
  bytes(): Uint8Array;
}

/** Create an empty writer. */
export function byteWriter(): ByteWriter {
  let view = new DataView(new ArrayBuffer(2 ** 16));
  let size = 0;
  // Grow first, because that may replace the view.
  const place = (length: number): number => {
    if (size + length > view.byteLength) {
      const larger = new Uint8Array(Math.max(2 * view.byteLength, size + length));
      larger.set(new Uint8Array(view.buffer, 0, size));
      view = new DataView(larger.buffer);
    }
    size += length;
    return size - length;
  };
  return {
    u8(value) {
      const at = place(1);
      view.setUint8(at, value);
    },
    u16(value) {
      const at = place(2);
      view.setUint16(at, value, true);
    },
    u32(value) {
      const at = place(4);
      view.setUint32(at, value, true);
    },
    u32Big(value) {
      const at = place(4);
      view.setUint32(at, value);
    },
    i64(value) {
      const at = place(8);
      view.setBigInt64(at, BigInt(value), true);
    },
    text(value) {
      const bytes = new TextEncoder().encode(value);
      const at = place(bytes.length);
      new Uint8Array(view.buffer).set(bytes, at);
    },
    get size() {
      return size;
    },
    setU32: (at, value) => view.setUint32(at, value, true),
    bytes: () => new Uint8Array(view.buffer, 0, size),
  };
}
