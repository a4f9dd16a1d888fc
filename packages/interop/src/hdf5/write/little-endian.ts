/** Builds a little-endian byte sequence. */
export interface LittleEndian {
  readonly length: number;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  /** An address or a length; a bigint may be signed. */
  u64(value: number | bigint): void;
  f64(value: number): void;
  bytes(values: Uint8Array): void;
  /** ASCII characters, such as signatures. */
  ascii(text: string): void;
  /** Overwrite an existing number. */
  setU16(at: number, value: number): void;
  setU32(at: number, value: number): void;
  /** Pad with zeros to this length. */
  padTo(length: number): void;
  /** All bytes so far; overwritten by later calls. */
  view(): Uint8Array;
}

// A double as bytes: creating a view of each buffer would take longer than the write itself.
const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Larger integers are not exact as a double. */
const mostExact = BigInt(Number.MAX_SAFE_INTEGER);

/** Start with no bytes. */
export function littleEndian(): LittleEndian {
  let room = new Uint8Array(64);
  let length = 0;
  const take = (size: number): number => {
    if (length + size > room.length) {
      const larger = new Uint8Array(Math.max(2 * room.length, length + size));
      larger.set(room.subarray(0, length));
      room = larger;
    }
    length += size;
    return length - size;
  };
  // Reserve before accessing the buffer, which reserving may replace.
  const setU16 = (at: number, value: number): void => {
    room[at] = value;
    room[at + 1] = value >>> 8;
  };
  const setU32 = (at: number, value: number): void => {
    setU16(at, value);
    setU16(at + 2, value >>> 16);
  };
  const u32 = (value: number): void => setU32(take(4), value);
  return {
    get length() {
      return length;
    },
    u8(value) {
      const at = take(1);
      room[at] = value;
    },
    u16: (value) => setU16(take(2), value),
    u32,
    u64(value) {
      if (typeof value === "bigint" && (value < 0n || value > mostExact)) {
        u32(Number(BigInt.asUintN(32, value)));
        u32(Number(BigInt.asUintN(32, value >> 32n)));
      } else {
        const number = Number(value);
        u32(number % 2 ** 32);
        u32(Math.floor(number / 2 ** 32));
      }
    },
    f64(value) {
      double[0] = value;
      u32(doubleWords[isLittle ? 0 : 1] as number);
      u32(doubleWords[isLittle ? 1 : 0] as number);
    },
    bytes(values) {
      const at = take(values.length);
      room.set(values, at);
    },
    ascii(text) {
      const at = take(text.length);
      for (let k = 0; k < text.length; k++) room[at + k] = text.charCodeAt(k);
    },
    setU16,
    setU32,
    padTo(until) {
      if (until <= length) return;
      const from = take(until - length);
      room.fill(0, from, until);
    },
    view: () => room.subarray(0, length),
  };
}

/** Round up to a multiple of any size. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
