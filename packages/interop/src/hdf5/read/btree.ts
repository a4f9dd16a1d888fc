import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Bytes of the keys of a tree beside a place in the file. */
export interface TreeKind {
  readonly type: number;
  readonly keyBytes: number;
}

/**
 * Walk along the leaves of a B-tree of version 1; gives each key with what it leads to.
 *
 * A node is seen once, whatever the others say.
 */
export function* walkTree(
  bytes: FileBytes,
  root: number,
  { type, keyBytes }: TreeKind,
): Generator<{ readonly key: Cursor; readonly child: number }> {
  const seen = new Set<number>();
  const waiting: { readonly address: number; readonly level: number | undefined }[] = [
    { address: root, level: undefined },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { address, level: expected } = next;
    if (seen.has(address)) damaged("an index in it leads in a circle");
    seen.add(address);
    const width = bytes.origin.address;
    const headBytes = 8 + 2 * width;
    const head = bytes.fields(address, headBytes);
    head.expect("TREE");
    const [kind, level, count] = [head.u8(), head.u8(), head.u16()];
    if (kind !== type || (expected ?? level) !== level) damaged("an index in it makes no sense");
    const node = bytes.fields(address + headBytes, count * (keyBytes + width));
    const below: number[] = [];
    for (let k = 0; k < count; k++) {
      const key = node.bytes(keyBytes);
      const child = node.needed();
      if (level === 0) yield { key: bytes.fieldsOf(key), child };
      else below.push(child);
    }
    // The first one is taken next.
    for (const child of below.reverse()) waiting.push({ address: child, level: level - 1 });
  }
}
