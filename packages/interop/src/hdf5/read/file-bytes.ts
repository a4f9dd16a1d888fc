import { type Cursor, cursor, type Widths } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { RandomBytes } from "./random-bytes.ts";

/** The bytes of an open file, of which structure and numbers are asked piece by piece. */
export interface FileBytes {
  readonly size: number;
  /** Where addresses in the file count from, and how wide they are. */
  origin: Widths & { readonly start: number };
  /** A piece of structure; counted, so that no file keeps a reader busy. */
  structure(address: number, length: number): Uint8Array;
  /** The same, to be read field by field. */
  fields(address: number, length: number): Cursor;
  /** Bytes that are there already, to be read field by field. */
  fieldsOf(piece: Uint8Array): Cursor;
  /** Numbers, straight into an array. */
  numbers(address: number, out: Uint8Array): void;
}

/** Pieces of structure that are read of one file, and their bytes, at most. */
const most = { pieces: 2 ** 21, bytes: 2 ** 29 };
// Small, as structure is read here and there: what is around it is read, and kept, for nothing.
const pageBytes = 2 ** 13;
const keptPages = 2 ** 10;

/** Read an open file; nothing else is ever opened for what it says. */
export function fileBytes(file: RandomBytes): FileBytes {
  const { size } = file;
  const page = pages(file);
  const used = { pieces: 0, bytes: 0 };
  const bytes: FileBytes = {
    size,
    origin: { start: 0, address: 8, length: 8 },
    structure(address, length) {
      used.pieces++;
      used.bytes += length;
      if (used.pieces > most.pieces || used.bytes > most.bytes) {
        damaged("its structure is too large to be walked through");
      }
      const at = place(bytes, address, length);
      const first = Math.floor(at / pageBytes);
      if (length > pageBytes) return readAll(file, at, new Uint8Array(length));
      const offset = at - first * pageBytes;
      if (offset + length <= pageBytes) return page(first).subarray(offset, offset + length);
      const out = new Uint8Array(length);
      const head = page(first).subarray(offset);
      out.set(head);
      out.set(page(first + 1).subarray(0, length - head.length), head.length);
      return out;
    },
    fields: (address, length) => cursor(bytes.structure(address, length), bytes.origin),
    fieldsOf: (piece) => cursor(piece, bytes.origin),
    numbers(address, out) {
      readAll(file, place(bytes, address, out.length), out);
    },
  };
  return bytes;
}

function place({ origin, size }: FileBytes, address: number, length: number): number {
  const at = origin.start + address;
  if (at + length > size) damaged("it is cut short, or refers to a place past its end");
  return at;
}

/** Pages of the file, the last ones kept. */
function pages(file: RandomBytes): (index: number) => Uint8Array {
  const kept = new Map<number, Uint8Array>();
  return (index) => {
    const found = kept.get(index);
    if (found !== undefined) return found;
    const at = index * pageBytes;
    const bytes = readAll(file, at, new Uint8Array(Math.min(pageBytes, file.size - at)));
    const [oldest] = kept.keys();
    if (kept.size >= keptPages && oldest !== undefined) kept.delete(oldest);
    kept.set(index, bytes);
    return bytes;
  };
}

function readAll(file: RandomBytes, at: number, out: Uint8Array): Uint8Array {
  for (let done = 0; done < out.length; ) {
    const count = file.read(out.subarray(done), at + done);
    if (count === 0) damaged("it became shorter while it was read");
    done += count;
  }
  return out;
}
