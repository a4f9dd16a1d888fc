import { littleEndian, roundUp } from "./little-endian.ts";

/** Encoded strings. */
export interface EncodedTexts {
  /** One or more heap collections, to be written at the given address. */
  readonly bytes: Uint8Array;
  /** The sixteen-byte reference to a string. */
  reference(text: string): Uint8Array;
}

/** Encode strings as global heap collections for an address; equal strings are stored once. */
export function encodeTexts(texts: Iterable<string>, address: number): EncodedTexts {
  const references = new Map<string, Uint8Array>();
  const all = littleEndian();
  let entries: Uint8Array[] = [];
  const close = (): void => {
    if (entries.length > 0) all.bytes(encodeCollection(entries));
    entries = [];
  };
  for (const text of texts) {
    if (references.has(text)) continue;
    const bytes = utf8.encode(text);
    references.set(
      text,
      refer({ bytes, collection: address + all.length, index: entries.length + 1 }),
    );
    // A zero-length entry cannot be distinguished from free space.
    if (bytes.length === 0) continue;
    entries.push(bytes);
    if (entries.length === mostEntries) close();
  }
  close();
  return {
    bytes: all.view(),
    reference(text) {
      const found = references.get(text);
      if (found === undefined) throw new RangeError("a string was omitted");
      return found;
    },
  };
}

const utf8 = new TextEncoder();
/** Indices have two bytes and start at one. */
const mostEntries = 0x8000;
const leastBytes = 4096;
const headBytes = 16;

interface Reference {
  readonly bytes: Uint8Array;
  readonly collection: number;
  readonly index: number;
}

function refer({ bytes, collection, index }: Reference): Uint8Array {
  const out = littleEndian();
  const isEmpty = bytes.length === 0;
  out.u32(bytes.length);
  out.u64(isEmpty ? 0 : collection);
  out.u32(isEmpty ? 0 : index);
  return out.view();
}

function encodeCollection(entries: readonly Uint8Array[]): Uint8Array {
  const used = entries.reduce((sum, { length }) => sum + headBytes + roundUp(length, 8), headBytes);
  const size = Math.max(leastBytes, used);
  const out = littleEndian();
  out.ascii("GCOL");
  out.u32(1);
  out.u64(size);
  for (const [k, bytes] of entries.entries()) {
    out.u16(k + 1);
    out.u16(1);
    out.u32(0);
    out.u64(bytes.length);
    out.bytes(bytes);
    out.padTo(roundUp(out.length, 8));
  }
  const left = size - out.length;
  if (left >= headBytes) {
    // Free space has index zero, and its size includes its own header.
    out.u64(0);
    out.u64(left);
  }
  out.padTo(size);
  return out.view();
}
