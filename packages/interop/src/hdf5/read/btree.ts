import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Bytes of a tree's keys besides an address. */
export interface TreeKind {
  readonly type: number;
  readonly keyBytes: number;
}

/**
 * Iterate over the leaves of a version 1 B-tree; yields each key with its address.
 *
 * Each node is visited once, even if several nodes refer to it.
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
    if (seen.has(address)) damaged("an index in it is cyclic");
    seen.add(address);
    const width = bytes.origin.address;
    const headBytes = 8 + 2 * width;
    const head = bytes.fields(address, headBytes);
    head.expect("TREE");
    const [kind, level, count] = [head.u8(), head.u8(), head.u16()];
    if (kind !== type || (expected ?? level) !== level) damaged("an index in it is invalid");
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
