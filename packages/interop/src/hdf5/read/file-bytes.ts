import { type Cursor, cursor, type Widths } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { RandomBytes } from "./random-bytes.ts";

/** Bytes of an open file, requested piece by piece. */
export interface FileBytes {
  readonly size: number;
  /** Base address and width of addresses. */
  origin: Widths & { readonly start: number };
  /** Bytes of a structure; counted against a limit, so that no file can keep the reader busy indefinitely. */
  structure(address: number, length: number): Uint8Array;
  /** The same as a field reader. */
  fields(address: number, length: number): Cursor;
  /** A field reader over bytes in memory. */
  fieldsOf(piece: Uint8Array): Cursor;
  /** Read numbers directly into an array. */
  numbers(address: number, out: Uint8Array): void;
}

/** Maximum number of structures read from one file, and their total bytes. */
const most = { pieces: 2 ** 21, bytes: 2 ** 29 };
// Small, because structures are scattered and the bytes around them are rarely needed.
const pageBytes = 2 ** 13;
const keptPages = 2 ** 10;

/** Read an open file; no other file is ever opened on its behalf. */
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
        damaged("its structure is too large");
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
  if (at + length > size) damaged("it is truncated, or refers to an address past its end");
  return at;
}

/** Cached pages of the file, least recently used first out. */
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
    if (count === 0) damaged("it became shorter while it was being read");
    done += count;
  }
  return out;
}
