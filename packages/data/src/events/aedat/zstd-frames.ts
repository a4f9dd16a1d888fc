import { PackedDamage } from "./packed-damage.ts";

/** Facts about Zstandard frames, read before decompression. */
export interface ZstdMeasure {
  /** Maximum decompressed size in bytes. */
  readonly most: number;
  /** Bytes of window moves during decompression of frames that do not state their size. */
  readonly moved: number;
}

const magic = 0xfd2fb528;
/** Skippable frames have one of 16 magic numbers. */
const skipped = 0x184d2a5;
/** More bytes than any block has (RFC 8878, section 3.1.1.2.4). */
const blockBytes = 2 ** 17;
/** Only archives use larger windows. */
const mostWindow = 2 ** 27;

/** Read the heads of frames and blocks (RFC 8878, section 3.1.1); throws `PackedDamage`. */
export function measureZstd(bytes: Uint8Array): ZstdMeasure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let most = 0;
  let moved = 0;
  let at = 0;
  do {
    need(bytes, at, 8);
    const name = view.getUint32(at, true);
    if (name >>> 4 === skipped) {
      at += 8 + view.getUint32(at + 4, true);
    } else {
      if (name !== magic) throw new PackedDamage("it does not start with a frame");
      const head = frameHead(view, at);
      const { count, size, end } = frameBlocks(bytes, head.end);
      if (head.stated !== undefined && head.stated > size) {
        throw new PackedDamage(`it states ${head.stated} bytes, more than it can decompress to`);
      }
      most += head.stated ?? size;
      moved += head.stated === undefined ? count * head.window : 0;
      at = end + head.sum;
    }
    need(bytes, at, 0);
  } while (at < bytes.length);
  return { most, moved };
}

function need(bytes: { readonly byteLength: number }, at: number, length: number): void {
  if (at + length > bytes.byteLength) throw new PackedDamage("it is truncated");
}

/** Read the head of a frame: its decompressed size if stated, and its window. */
function frameHead(view: DataView, from: number) {
  const flags = view.getUint8(from + 4);
  if ((flags & 3) !== 0) throw new PackedDamage("it needs a dictionary");
  const isOne = (flags & 32) !== 0;
  const bytes = flags >>> 6 === 0 ? (isOne ? 1 : 0) : 2 ** (flags >>> 6);
  const at = from + (isOne ? 5 : 6);
  need(view, at, bytes);
  const stated = statedSize(view, at, bytes);
  const exponent = view.getUint8(from + 5);
  const base = 2 ** (10 + (exponent >>> 3));
  const window = isOne ? (stated ?? 0) : base + (base / 8) * (exponent & 7);
  if (!isOne && window > mostWindow) throw new PackedDamage(`its window has ${window} bytes`);
  return { stated, window, end: at + bytes, sum: (flags & 4) === 0 ? 0 : 4 };
}

function statedSize(view: DataView, at: number, bytes: number): number | undefined {
  switch (bytes) {
    case 0:
      return undefined;
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

/** Read the blocks of a frame: returns their maximum decompressed size and their end. */
function frameBlocks(bytes: Uint8Array, from: number) {
  let count = 0;
  let size = 0;
  for (let at = from; ; ) {
    need(bytes, at, 3);
    const [low, middle, high] = [bytes[at], bytes[at + 1], bytes[at + 2]] as [
      number,
      number,
      number,
    ];
    const length = (low >>> 3) | (middle << 5) | (high << 13);
    const kind = (low >>> 1) & 3;
    if (length > blockBytes || kind === 3) throw new PackedDamage("it has an invalid block");
    // Kind 1 is a repeated byte, kind 2 a compressed block.
    at += 3 + (kind === 1 ? 1 : length);
    need(bytes, at, 0);
    size += kind === 2 ? blockBytes : length;
    count++;
    if ((low & 1) === 1) return { count, size, end: at };
  }
}
