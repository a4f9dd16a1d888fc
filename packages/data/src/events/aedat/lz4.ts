/** Says that packed bytes cannot be unpacked. */
export class PackedDamage extends Error {
  override readonly name = "PackedDamage";
}

const magic = 0x184d2204;

/** Bytes that are unpacked so far, in room that grows. */
interface Unpacked {
  bytes: Uint8Array;
  size: number;
  readonly most: number;
}

/**
 * Unpack a frame of LZ4 (LZ4 Frame Format 1.6.2), into at most so many bytes.
 *
 * Our own code, as the packages that unpack frames are native, or not kept and without types. Throws `PackedDamage`.
 */
export function unpackLz4(packed: Uint8Array, most: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  need(packed, 0, 7);
  if (view.getUint32(0, true) !== magic) throw new PackedDamage("it does not begin as a frame");
  const flags = packed[4] as number;
  if (flags >>> 6 !== 1) throw new PackedDamage(`its version ${flags >>> 6} is unknown`);
  if ((flags & 1) !== 0) throw new PackedDamage("it needs a dictionary");
  const hasSize = (flags & 8) !== 0;
  let at = 7 + (hasSize ? 8 : 0);
  need(packed, 0, at);
  const told = hasSize ? Number(view.getBigUint64(6, true)) : Math.min(most, 4 * packed.length);
  if (told > most) throw new PackedDamage(`it would unpack to ${told} bytes`);
  const out: Unpacked = { bytes: new Uint8Array(told), size: 0, most };
  for (;;) {
    need(packed, at, 4);
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) return out.bytes.subarray(0, out.size);
    const length = head & 0x7fff_ffff;
    need(packed, at, length);
    const block = packed.subarray(at, at + length);
    if (head >>> 31 === 1) append(out, block);
    else unpackBlock(block, out);
    // A sum of each block may follow it, and is not checked.
    at += length + ((flags & 16) === 0 ? 0 : 4);
  }
}

function need(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw new PackedDamage("it is cut short");
}

function reserve(out: Unpacked, more: number): void {
  const wanted = out.size + more;
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
function unpackBlock(block: Uint8Array, out: Unpacked): void {
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
    if (offset === 0 || offset > out.size) throw new PackedDamage("a copy begins before the start");
    reserve(out, length);
    const { bytes, size } = out;
    // Byte by byte, as a copy may overlap what it makes.
    for (let k = size; k < size + length; k++) bytes[k] = bytes[k - offset] as number;
    out.size = size + length;
  }
}
