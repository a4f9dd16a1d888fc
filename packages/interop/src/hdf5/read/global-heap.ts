import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** What is of any length and therefore lies in the heaps of a file. */
export interface GlobalHeaps {
  /** Give the text that sixteen bytes refer to. */
  text(reference: Cursor): string;
  /** Give a list of elements of this size that sixteen bytes refer to. */
  list(reference: Cursor, elementBytes: number): Uint8Array<ArrayBuffer>;
  /** Give an object that twelve bytes refer to; undefined where they lead nowhere. */
  object(reference: Cursor): Uint8Array | undefined;
  /** Count values that are made of the file one by one; refuses more than there is room for. */
  spend(values: number): void;
}

const mostBytes = 2 ** 28;
const mostValues = 2 ** 24;

/** Open the heaps of a file. */
export function globalHeaps(bytes: FileBytes): GlobalHeaps {
  const kept = new Map<number, ReadonlyMap<number, Uint8Array>>();
  let [read, spent] = [0, 0];
  const object = (reference: Cursor): Uint8Array | undefined => {
    const address = reference.address();
    const index = reference.u32();
    if (address === undefined || index === 0) return undefined;
    const found = kept.get(address) ?? readHeap(bytes, address);
    kept.set(address, found);
    return found.get(index);
  };
  const part = (reference: Cursor, elementBytes: number, what: string): Uint8Array => {
    const length = reference.u32() * elementBytes;
    if (length === 0) return new Uint8Array(0);
    const found = object(reference);
    if (found === undefined || found.length < length) damaged(`a ${what} in it is cut short`);
    read += length;
    if (read > mostBytes) damaged(`it has texts and lists of more than ${mostBytes} bytes`);
    return found.subarray(0, length);
  };
  return {
    text: (reference) => decoder.decode(part(reference, 1, "text")).replace(/\0.*$/s, ""),
    list: (reference, elementBytes) => new Uint8Array(part(reference, elementBytes, "list")),
    object,
    spend(values) {
      spent += values;
      if (spent > mostValues) damaged(`it has more than ${mostValues} values in lists and parts`);
    },
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
