import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Gives a text of any length for the sixteen bytes that refer to it. */
export type TextFinder = (reference: Cursor) => string;

const mostBytes = 2 ** 28;

/** Find texts in the heaps of a file. */
export function textFinder(bytes: FileBytes): TextFinder {
  const kept = new Map<number, ReadonlyMap<number, Uint8Array>>();
  let read = 0;
  return (reference) => {
    const length = reference.u32();
    const address = reference.address();
    const index = reference.u32();
    if (length === 0) return "";
    if (address === undefined) damaged("a text in it is not there");
    const found = kept.get(address) ?? readHeap(bytes, address);
    kept.set(address, found);
    const text = found.get(index);
    if (text === undefined || text.length < length) damaged("a text in it is cut short");
    read += length;
    if (read > mostBytes) damaged(`it has texts of more than ${mostBytes} bytes`);
    return decoder.decode(text.subarray(0, length)).replace(/\0.*$/s, "");
  };
}

const decoder = new TextDecoder();

function readHeap(bytes: FileBytes, address: number): ReadonlyMap<number, Uint8Array> {
  const { length: width } = bytes.origin;
  const headBytes = 8 + width;
  const head = bytes.fields(address, headBytes);
  head.expect("GCOL");
  head.skip(4);
  const size = head.length();
  if (size < headBytes) damaged("a heap in it makes no sense");
  const fields = bytes.fields(address + headBytes, size - headBytes);
  const objects = new Map<number, Uint8Array>();
  while (fields.left >= 8 + width) {
    const index = fields.u16();
    // What is free comes last.
    if (index === 0) break;
    fields.skip(6);
    const length = fields.length();
    objects.set(index, fields.bytes(length));
    fields.skip(Math.min(fields.left, (8 - (length % 8)) % 8));
  }
  return objects;
}
