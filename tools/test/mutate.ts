import type { Draw } from "./draws.ts";
/** Mutate some bytes of a file like someone who knows the format, or like a failing disk. */
export function mutate(source: Uint8Array, draw: Draw): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(source);
  for (let left = 1 + draw(4); left > 0; left--) {
    if (bytes.length === 0) break;
    bytes = changes[draw(changes.length)]?.(bytes, draw) ?? bytes;
  }
  return bytes;
}

const signatures = [
  ...["TREE", "HEAP", "SNOD", "OHDR", "OCHK", "BTHD", "BTLF", "BTIN", "FRHP", "FHDB", "FHIB"],
  ...["FAHD", "FADB", "EAHD", "EAIB", "EADB", "EASB", "GCOL"],
];

/** A place where structure is likely: after one of the characters that mark it, or near the start. */
function structureAt(bytes: Uint8Array, draw: Draw): number {
  if (draw(4) === 0) return draw(Math.min(bytes.length, 2048));
  const letters = Buffer.from(signatures[draw(signatures.length)] ?? "");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const from = draw(bytes.length);
  const found = Math.max(text.indexOf(letters, from), text.indexOf(letters));
  return Math.min(bytes.length - 1, Math.max(0, found) + draw(96));
}

type Change = (bytes: Uint8Array, draw: Draw) => Uint8Array;

const lengths = [0, 1, 255, 65_535, 2 ** 31, 2 ** 32 - 1, 2 ** 40, 2 ** 53, 2 ** 62];

function put(bytes: Uint8Array, at: number, value: bigint, width: number): Uint8Array {
  for (let k = 0; k < width && at + k < bytes.length; k++) {
    bytes[at + k] = Number((value >> BigInt(8 * k)) & 0xffn);
  }
  return bytes;
}

const changes: readonly Change[] = [
  // A byte.
  (bytes, draw) => put(bytes, structureAt(bytes, draw), BigInt(draw(256)), 1),
  (bytes, draw) => put(bytes, draw(bytes.length), BigInt(draw(256)), 1),
  // A length or a count.
  (bytes, draw) => {
    const value = BigInt(lengths[draw(lengths.length)] ?? 0);
    return put(bytes, structureAt(bytes, draw), value, [1, 2, 4, 8][draw(4)] ?? 8);
  },
  // An address: of another structure, of itself, or of anything.
  (bytes, draw) => {
    const target = draw(3) === 0 ? draw(bytes.length) : structureAt(bytes, draw) & ~7;
    return put(bytes, structureAt(bytes, draw), BigInt(target), 8);
  },
  // A piece of structure in place of another.
  (bytes, draw) => {
    const [from, to] = [structureAt(bytes, draw), structureAt(bytes, draw)];
    bytes.copyWithin(to, from, from + 4 + draw(64));
    return bytes;
  },
  // Truncated, or extended.
  (bytes, draw) => (draw(3) === 0 ? bytes.subarray(0, draw(bytes.length)) : bytes),
];
