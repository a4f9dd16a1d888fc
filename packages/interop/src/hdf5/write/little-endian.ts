/** Bytes that are put together from the front, least significant first. */
export interface LittleEndian {
  readonly length: number;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  /** An address or a length; a bigint may have a sign. */
  u64(value: number | bigint): void;
  f64(value: number): void;
  bytes(values: Uint8Array): void;
  /** Characters below 128, such as signatures. */
  ascii(text: string): void;
  /** Zeros up to this length. */
  padTo(length: number): void;
  /** Everything so far; overwritten by what follows. */
  view(): Uint8Array;
}

/** Start with nothing. */
export function littleEndian(): LittleEndian {
  let room = new Uint8Array(256);
  let view = new DataView(room.buffer);
  let length = 0;
  const take = (size: number): number => {
    if (length + size > room.length) {
      const larger = new Uint8Array(Math.max(2 * room.length, length + size));
      larger.set(room.subarray(0, length));
      room = larger;
      view = new DataView(room.buffer);
    }
    length += size;
    return length - size;
  };
  // A place is taken before the room is looked at, which taking may replace.
  const bytes = (values: Uint8Array): void => {
    const at = take(values.length);
    room.set(values, at);
  };
  const put = (size: number, write: (at: number) => void): void => write(take(size));
  return {
    get length() {
      return length;
    },
    u8: (value) => put(1, (at) => view.setUint8(at, value)),
    u16: (value) => put(2, (at) => view.setUint16(at, value, true)),
    u32: (value) => put(4, (at) => view.setUint32(at, value, true)),
    u64: (value) => put(8, (at) => view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true)),
    f64: (value) => put(8, (at) => view.setFloat64(at, value, true)),
    bytes,
    ascii: (text) => bytes(Uint8Array.from(text, (character) => character.charCodeAt(0))),
    padTo(until) {
      if (until <= length) return;
      const from = take(until - length);
      room.fill(0, from, until);
    },
    view: () => room.subarray(0, length),
  };
}

/** Round up to a multiple of a power of two or of any other size. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
