import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Variable-length data, which is stored in global heaps. */
export interface GlobalHeaps {
  /** Return the string that a sixteen-byte reference points to. */
  text(reference: Cursor): string;
  /** Return the list of elements of this size that a sixteen-byte reference points to. */
  list(reference: Cursor, elementBytes: number): Uint8Array<ArrayBuffer>;
  /** Return the object that a twelve-byte reference points to; undefined if there is none. */
  object(reference: Cursor): Uint8Array | undefined;
  /** Count values created one by one from the file; refuses more than the limit. */
  spend(values: number): void;
}

const mostBytes = 2 ** 28;
const mostValues = 2 ** 24;

/** Open the global heaps of a file. */
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
    if (found === undefined || found.length < length) damaged(`a ${what} in it is truncated`);
    read += length;
    if (read > mostBytes) damaged(`it has strings and lists of more than ${mostBytes} bytes`);
    return found.subarray(0, length);
  };
  return {
    text: (reference) => decoder.decode(part(reference, 1, "text")).replace(/\0.*$/s, ""),
    list: (reference, elementBytes) => new Uint8Array(part(reference, elementBytes, "list")),
    object,
    spend(values) {
      spent += values;
      if (spent > mostValues) damaged(`it has more than ${mostValues} values in lists and fields`);
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
  if (size < headBytes) damaged("a heap in it is invalid");
  const fields = bytes.fields(address + headBytes, size - headBytes);
  const objects = new Map<number, Uint8Array>();
  while (fields.left >= 8 + width) {
    const index = fields.u16();
    // Free space comes last.
    if (index === 0) break;
    fields.skip(6);
    const length = fields.length();
    objects.set(index, fields.bytes(length));
    fields.skip(Math.min(fields.left, (8 - (length % 8)) % 8));
  }
  return objects;
}
