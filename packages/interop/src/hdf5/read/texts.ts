import type { Cursor } from "./cursor.ts";
import type { Datatype } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import type { GlobalHeaps } from "./global-heap.ts";

/** A file, with what of it is of any length. */
export interface HeapBytes {
  readonly bytes: FileBytes;
  readonly heaps: GlobalHeaps;
}

/** Read elements as texts; undefined where they are none. */
export function textsOf(
  type: Datatype,
  fields: Cursor,
  { bytes, heaps }: HeapBytes,
): readonly string[] | undefined {
  if (type.kind !== "text" && type.kind !== "fixed-text") return undefined;
  const count = Math.floor(fields.left / type.size);
  return Array.from({ length: count }, () => {
    if (type.kind === "fixed-text") return fields.text(type.size).trimEnd();
    return heaps.text(bytes.fieldsOf(fields.bytes(type.size)));
  });
}
