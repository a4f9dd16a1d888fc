import { PackedDamage } from "./packed-damage.ts";
import { packetLimit, spend, type UnpackBudget } from "./unpack-budget.ts";

const magic = 0x184d2204;
/** Skippable frames have one of 16 magic numbers. */
const skipped = 0x184d2a5;
/** Maximum decompressed bytes per compressed byte: one more in the length of a copy. */
const mostGrowth = 255;

/** Decompressed bytes so far, in a growing buffer. */
interface Unpacked {
  bytes: Uint8Array;
  size: number;
  readonly most: number;
  readonly budget: UnpackBudget;
}

/**
 * Decompress consecutive LZ4 frames (LZ4 Frame Format 1.6.2), within a budget.
 *
 * Implemented here because packages for LZ4 frames are native, or unmaintained and untyped. Throws `PackedDamage`.
 */
export function unpackLz4(packed: Uint8Array, budget: UnpackBudget): Uint8Array {
  const most = packetLimit(budget);
  const out: Unpacked = { bytes: new Uint8Array(0), size: 0, most, budget };
  let at = 0;
  do at = unpackFrame(packed, at, out);
  while (at < packed.length);
  return out.bytes.subarray(0, out.size);
}

/** Decompress the frame at an offset, append it, and return its end. */
function unpackFrame(packed: Uint8Array, from: number, out: Unpacked): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  need(packed, from, 8);
  const name = view.getUint32(from, true);
  if (name >>> 4 === skipped) {
    const length = view.getUint32(from + 4, true);
    need(packed, from + 8, length);
    return from + 8 + length;
  }
  if (name !== magic) throw new PackedDamage("it does not start with a frame");
  const flags = packed[from + 4] as number;
  if (flags >>> 6 !== 1) throw new PackedDamage(`its version ${flags >>> 6} is unknown`);
  if ((flags & 1) !== 0) throw new PackedDamage("it needs a dictionary");
  const stated = statedSize(packed, view, from, flags);
  const start = out.size;
  makeRoom(
    out,
    stated === undefined ? Math.min(out.most, start + 4 * (packed.length - from)) : start + stated,
  );
  let at = from + 7 + (stated === undefined ? 0 : 8);
  for (;;) {
    need(packed, at, 4);
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) break;
    const length = head & 0x7fff_ffff;
    need(packed, at, length);
    const block = packed.subarray(at, at + length);
    if (head >>> 31 === 1) append(out, block);
    else unpackBlock(block, out, start);
    // A checksum may follow each block; it is not checked.
    at += length + ((flags & 16) === 0 ? 0 : 4);
  }
  const size = out.size - start;
  if (stated !== undefined && size !== stated) {
    throw new PackedDamage(`it decompresses to ${size} bytes instead of ${stated}`);
  }
  // The checksum at the end of a frame is not checked either.
  const sum = (flags & 4) === 0 ? 0 : 4;
  need(packed, at, sum);
  return at + sum;
}

function statedSize(
  packed: Uint8Array,
  view: DataView,
  from: number,
  flags: number,
): number | undefined {
  if ((flags & 8) === 0) return undefined;
  need(packed, from, 15);
  const stated = Number(view.getBigUint64(from + 6, true));
  if (stated <= mostGrowth * (packed.length - from)) return stated;
  throw new PackedDamage(`it states ${stated} bytes, more than it can decompress to`);
}

function need(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw new PackedDamage("it is truncated");
}

/** Add to the number of bytes, and grow the buffer. */
function reserve(out: Unpacked, more: number): void {
  spend(out.budget, more);
  makeRoom(out, out.size + more);
}

function makeRoom(out: Unpacked, wanted: number): void {
  if (wanted > out.most) throw new PackedDamage(`it decompresses to more than ${out.most} bytes`);
  if (wanted <= out.bytes.length) return;
  const larger = new Uint8Array(Math.min(out.most, Math.max(wanted, 2 * out.bytes.length)));
  larger.set(out.bytes.subarray(0, out.size));
  out.bytes = larger;
}

function append(out: Unpacked, bytes: Uint8Array): void {
  reserve(out, bytes.length);
  out.bytes.set(bytes, out.size);
  out.size += bytes.length;
}

/** Decompress a block and append it (LZ4 Block Format): literals, then a copy of earlier bytes, and so on. */
function unpackBlock(block: Uint8Array, out: Unpacked, start: number): void {
  let at = 0;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) {
      need(block, at, 1);
      more = block[at++] as number;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literals = lengthOf(token >>> 4);
    need(block, at, literals);
    append(out, block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    need(block, at, 2);
    const offset = (block[at] as number) | ((block[at + 1] as number) << 8);
    at += 2;
    const length = lengthOf(token & 15) + 4;
    if (offset === 0 || offset > out.size - start) {
      throw new PackedDamage("a copy starts before the beginning");
    }
    reserve(out, length);
    const { bytes, size } = out;
    // Byte by byte, because source and target of a copy may overlap.
    for (let k = size; k < size + length; k++) bytes[k] = bytes[k - offset] as number;
    out.size = size + length;
  }
}
