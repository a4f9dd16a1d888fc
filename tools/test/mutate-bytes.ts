import { deflateRawSync, gzipSync } from "node:zlib";
import type { Draw } from "./draws.ts";

/** Mutate what binary formats have in common: numbers as text, lengths, pieces, compressed data. */
export function mutateBytes(source: Uint8Array, draw: Draw): Uint8Array {
  let bytes: Buffer = Buffer.from(source);
  for (let left = 1 + draw(3); left > 0; left--) {
    bytes = changes[draw(changes.length)]?.(bytes, draw) ?? bytes;
  }
  return new Uint8Array(bytes);
}

type Change = (bytes: Buffer, draw: Draw) => Buffer;

const numbers = ["0", "-1", "1e9", "4294967296", "9007199254740993", "NaN", "99999999999999999999"];
const words = ["../a", "/etc/passwd", "__proto__", "", "null", "'", '"', "{", "[[[[", "\0"];

/** Structural marks: files of a zip archive, and its end. */
const marks = ["PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "\u0093NUMPY"];

/** Replace a range of bytes. */
function spliced(
  bytes: Buffer,
  { from, to }: { from: number; to: number },
  by: Uint8Array,
): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

/** A match of a pattern, with one character per byte. */
function found(bytes: Buffer, pattern: RegExp, draw: Draw) {
  const start = draw(Math.max(1, bytes.length));
  const piece = bytes.subarray(start, start + 4096).toString("latin1");
  const match = pattern.exec(piece) ?? pattern.exec(bytes.subarray(0, 4096).toString("latin1"));
  if (match === null) return undefined;
  const from = (pattern.exec(piece) === null ? 0 : start) + match.index;
  return { from, to: from + match[0].length };
}

/** Replace a text by another: of the same length, so that what follows keeps its position, or of a different one. */
function replaced(bytes: Buffer, pattern: RegExp, by: string, draw: Draw): Buffer {
  const at = found(bytes, pattern, draw);
  if (at === undefined) return bytes;
  const width = at.to - at.from;
  const text = draw(2) === 0 ? by : by.slice(0, width).padEnd(width, "0");
  return spliced(bytes, at, Buffer.from(text, "latin1"));
}

const changes: readonly Change[] = [
  // A bit, or a run of bytes with all bits or none: the longest numbers of variable length.
  (bytes, draw) => {
    const at = draw(Math.max(1, bytes.length));
    if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << draw(8));
    return bytes;
  },
  (bytes, draw) => {
    const at = draw(Math.max(1, bytes.length));
    const end = Math.min(bytes.length, at + 1 + draw(12));
    return bytes.fill(draw(2) === 0 ? 0xff : 0, Math.min(at, end), end);
  },
  // A number or a word written as text.
  (bytes, draw) => replaced(bytes, /\d+/, numbers[draw(numbers.length)] ?? "", draw),
  (bytes, draw) => replaced(bytes, /[a-z_/.]{3,}/i, words[draw(words.length)] ?? "", draw),
  // A field after a mark.
  (bytes, draw) => {
    const at = bytes.indexOf(Buffer.from(marks[draw(marks.length)] ?? "", "latin1"));
    if (at < 0 || at + 50 > bytes.length) return bytes;
    const value = [0, 1, 8, 0xffff, 0xffff_ffff, 0x7fff_ffff][draw(6)] as number;
    bytes.writeUInt32LE(value, at + draw(46));
    return bytes;
  },
  // A piece repeated, omitted, or nested in itself a thousand times.
  (bytes, draw) => {
    const from = draw(Math.max(1, bytes.length));
    const to = Math.min(bytes.length, from + draw(2000));
    const piece = bytes.subarray(from, to);
    const times = draw(3) === 0 ? 1 + draw(1000) : draw(3);
    return spliced(bytes, { from, to }, Buffer.concat(Array.from({ length: times }, () => piece)));
  },
  // Compressed as a whole, or a decompression bomb in place of a piece.
  (bytes, draw) => (draw(8) === 0 ? gzipSync(bytes) : bytes),
  (bytes, draw) => {
    if (draw(8) > 0) return bytes;
    const from = draw(Math.max(1, bytes.length));
    return spliced(bytes, { from, to: from }, bomb);
  },
  (bytes, draw) => bytes.subarray(0, draw(bytes.length + 1)),
];

/** A thousandth of its decompressed size. */
const bomb = deflateRawSync(Buffer.alloc(2 ** 24));
