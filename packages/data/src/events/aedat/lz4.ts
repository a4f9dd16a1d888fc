import { PackedDamage } from "./packed-damage.ts";
import { packetLimit, spend, type UnpackBudget } from "./unpack-budget.ts";

const magic = 0x184d2204;
/** Frames that are passed over have one of 16 numbers. */
const skipped = 0x184d2a5;
/** Bytes that one packed byte stands for at most: one more in the length of a copy. */
const mostGrowth = 255;

/** Bytes that are unpacked so far, in room that grows. */
interface Unpacked {
  bytes: Uint8Array;
  size: number;
  readonly most: number;
  readonly budget: UnpackBudget;
}

/**
 * Unpack frames of LZ4 one behind another (LZ4 Frame Format 1.6.2), within a budget.
 *
 * Our own code, as the packages that unpack frames are native, or not kept and without types. Throws `PackedDamage`.
 */
export function unpackLz4(packed: Uint8Array, budget: UnpackBudget): Uint8Array {
  const most = packetLimit(budget);
  const out: Unpacked = { bytes: new Uint8Array(0), size: 0, most, budget };
  let at = 0;
  do at = unpackFrame(packed, at, out);
  while (at < packed.length);
  return out.bytes.subarray(0, out.size);
}

/** Unpack the frame at a place behind what is there, and tell where it ends. */
function unpackFrame(packed: Uint8Array, from: number, out: Unpacked): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  need(packed, from, 8);
  const name = view.getUint32(from, true);
  if (name >>> 4 === skipped) {
    const length = view.getUint32(from + 4, true);
    need(packed, from + 8, length);
    return from + 8 + length;
  }
  if (name !== magic) throw new PackedDamage("it does not begin as a frame");
  const flags = packed[from + 4] as number;
  if (flags >>> 6 !== 1) throw new PackedDamage(`its version ${flags >>> 6} is unknown`);
  if ((flags & 1) !== 0) throw new PackedDamage("it needs a dictionary");
  const told = toldSize(packed, view, from, flags);
  const start = out.size;
  makeRoom(
    out,
    told === undefined ? Math.min(out.most, start + 4 * (packed.length - from)) : start + told,
  );
  let at = from + 7 + (told === undefined ? 0 : 8);
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
    // A sum of each block may follow it, and is not checked.
    at += length + ((flags & 16) === 0 ? 0 : 4);
  }
  const size = out.size - start;
  if (told !== undefined && size !== told) {
    throw new PackedDamage(`it unpacks to ${size} bytes, where it tells ${told}`);
  }
  // Nor is the sum of all that may end the frame.
  const sum = (flags & 4) === 0 ? 0 : 4;
  need(packed, at, sum);
  return at + sum;
}

function toldSize(
  packed: Uint8Array,
  view: DataView,
  from: number,
  flags: number,
): number | undefined {
  if ((flags & 8) === 0) return undefined;
  need(packed, from, 15);
  const told = Number(view.getBigUint64(from + 6, true));
  if (told <= mostGrowth * (packed.length - from)) return told;
  throw new PackedDamage(`it tells ${told} bytes, more than it can unpack to`);
}

function need(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw new PackedDamage("it is cut short");
}

/** Count more bytes, and have room for them. */
function reserve(out: Unpacked, more: number): void {
  spend(out.budget, more);
  makeRoom(out, out.size + more);
}

function makeRoom(out: Unpacked, wanted: number): void {
  if (wanted > out.most) throw new PackedDamage(`it unpacks to more than ${out.most} bytes`);
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

/** Unpack a block behind what is there (LZ4 Block Format): literals, then a copy of earlier bytes, and so on. */
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
      throw new PackedDamage("a copy begins before the start");
    }
    reserve(out, length);
    const { bytes, size } = out;
    // Byte by byte, as a copy may overlap what it makes.
    for (let k = size; k < size + length; k++) bytes[k] = bytes[k - offset] as number;
    out.size = size + length;
  }
}
