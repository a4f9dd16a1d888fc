import type { Cursor } from "./cursor.ts";
import type { Datatype } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import type { GlobalHeaps } from "./global-heap.ts";

/** A file with its variable-length data. */
export interface HeapBytes {
  readonly bytes: FileBytes;
  readonly heaps: GlobalHeaps;
}

/** Read elements as strings; undefined for other types. */
export function textsOf(
  type: Datatype,
  fields: Cursor,
  { bytes, heaps }: HeapBytes,
): readonly string[] | undefined {
  if (type.kind !== "text" && type.kind !== "fixed-text") return undefined;
  const count = Math.floor(fields.left / type.size);
  if (type.kind === "fixed-text") {
    return Array.from({ length: count }, () => fields.text(type.size).trimEnd());
  }
  let before: Uint8Array = new Uint8Array(0);
  let text = "";
  return Array.from({ length: count }, () => {
    const reference = fields.bytes(type.size);
    // A column of millions of rows often repeats one string; unwritten ones are empty.
    if (isSame(reference, before)) return text;
    before = reference;
    text = heaps.text(bytes.fieldsOf(reference));
    return text;
  });
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let k = 0; k < one.length; k++) if (one[k] !== other[k]) return false;
  return true;
}
