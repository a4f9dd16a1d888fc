import type { Cursor } from "./cursor.ts";
import type { Datatype } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import type { TextFinder } from "./global-heap.ts";

/** Read elements as texts; undefined where they are none. */
export function textsOf(
  type: Datatype,
  fields: Cursor,
  { bytes, texts }: { readonly bytes: FileBytes; readonly texts: TextFinder },
): readonly string[] | undefined {
  if (type.kind !== "text" && type.kind !== "fixed-text") return undefined;
  const count = Math.floor(fields.left / type.size);
  return Array.from({ length: count }, () => {
    if (type.kind === "fixed-text") return fields.text(type.size).trimEnd();
    return texts(bytes.fieldsOf(fields.bytes(type.size)));
  });
}
