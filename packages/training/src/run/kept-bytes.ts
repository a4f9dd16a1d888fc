import { SAVED } from "../errors.ts";
import type { Kept } from "./value-update.ts";

/** Magic number of the bytes. */
const mark = 0x534c_5431;
const head = 4;

/**
 * Serialise the state of a training.
 *
 * Four integers, then all numbers as float64, then the carried states.
 */
export function writeKept(kept: Kept): Uint8Array {
  const parts = [kept.values, kept.kept, kept.common];
  const words = Uint32Array.of(mark, ...parts.map(({ length }) => length));
  const { carried = new Uint8Array(0) } = kept;
  const length = parts.reduce((sum, part) => sum + 8 * part.length, 4 * head);
  const bytes = new Uint8Array(length + carried.length);
  bytes.set(carried, length);
  bytes.set(new Uint8Array(words.buffer));
  let at = 4 * head;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Restore the state of a training; network and optimiser must have the same shape. */
export function readKept(bytes: Uint8Array, shape: Kept): Kept {
  const copy = bytes.slice();
  const words = new Uint32Array(copy.buffer, 0, Math.min(head, copy.length >>> 2));
  const wanted = [mark, shape.values.length, shape.kept.length, shape.common.length];
  const length = 4 * head + 8 * wanted.slice(1).reduce((sum, one) => sum + one, 0);
  const isLonger = shape.carried !== undefined && copy.length > length;
  if (!(copy.length === length || isLonger) || !wanted.every((word, k) => words[k] === word)) {
    throw SAVED({
      place: "what was saved",
      message: "The saved state belongs to a different training.",
      expected: `${wanted.slice(1).join(", ")} numbers`,
      got: words[0] === mark ? `${[...words.slice(1)].join(", ")} numbers` : "other bytes",
      next: "Resume with the network, trainables and optimiser that it was saved with.",
    });
  }
  let at = 4 * head;
  const take = (count: number): Float64Array => {
    const part = new Float64Array(copy.buffer.slice(at, at + 8 * count));
    at += 8 * count;
    return part;
  };
  const [values, kept, common] = wanted.slice(1).map(take) as [
    ...[Float64Array, Float64Array, Float64Array],
  ];
  return { values, kept, common, ...(isLonger && { carried: copy.slice(length) }) };
}
