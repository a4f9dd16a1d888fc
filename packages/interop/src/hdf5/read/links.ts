import { walkTree } from "./btree.ts";
import { walkTreeTwo } from "./btree-two.ts";
import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";
import { fractalHeap } from "./fractal-heap.ts";
import { type HeaderMessage, messageOf } from "./object-header.ts";

/** Target of a link. */
export type Link =
  | { readonly kind: "object"; readonly address: number }
  /** Path, from the group or from the root. */
  | { readonly kind: "path"; readonly path: string }
  /** Link into another file, or of a user-defined kind. */
  | { readonly kind: "outside"; readonly to?: string };

const linkIndex = 5;
const groupTree = 0;

/** Whether an object is a group. */
export function isGroup(messages: readonly HeaderMessage[]): boolean {
  return (["symbolTable", "linkInfo", "link"] as const).some((kind) => messageOf(messages, kind));
}

/** Read the links of a group, by name. */
export function readLinks(
  bytes: FileBytes,
  messages: readonly HeaderMessage[],
): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>();
  const add = (name: string, link: Link): void => {
    if (/^\.?$|\//.test(name)) damaged("a group in it has a link that no path leads to");
    // Readers disagree on a group that contains a name twice.
    if (links.has(name)) damaged(`a group in it has two links "${name}"`);
    links.set(name, link);
  };
  for (const message of messages) {
    if (message.type === 0x6) readLink(cursor(message.body, bytes.origin), add);
  }
  const table = messageOf(messages, "symbolTable");
  if (table !== undefined) readTable(bytes, bytes.fieldsOf(table.body), add);
  const info = messageOf(messages, "linkInfo");
  if (info !== undefined) readMany(bytes, bytes.fieldsOf(info.body), add);
  return links;
}

type Add = (name: string, link: Link) => void;

function readLink(fields: Cursor, add: Add): void {
  fields.version("a link", [1]);
  const flags = fields.u8();
  const kind = (flags & 0x8) !== 0 ? fields.u8() : 0;
  fields.skip((flags & 0x4) !== 0 ? 8 : 0);
  fields.skip((flags & 0x10) !== 0 ? 1 : 0);
  const name = fields.text(fields.uint(1 << (flags & 3)));
  if (kind === 0) add(name, { kind: "object", address: fields.needed() });
  else if (kind === 1) add(name, { kind: "path", path: fields.text(fields.u16()) });
  else
    add(
      name,
      kind === externalLink ? { kind: "outside", to: readExternal(fields) } : { kind: "outside" },
    );
}

const externalLink = 64;

/** Return the file and the path of an external link, for display only. */
function readExternal(fields: Cursor): string {
  const [, file = "", path = ""] = decoder.decode(fields.bytes(fields.u16())).split("\0");
  return `${file}:${path}`;
}

/** Old-style group: names in a local heap, links in the leaves of a B-tree. */
function readTable(bytes: FileBytes, table: Cursor, add: Add): void {
  const [tree, heap] = [table.needed(), table.needed()];
  const nameAt = localHeap(bytes, heap);
  const { address: width, length } = bytes.origin;
  for (const { child } of walkTree(bytes, tree, { type: groupTree, keyBytes: length })) {
    const head = bytes.fields(child, 8);
    head.expect("SNOD");
    head.skip(2);
    const count = head.u16();
    const entries = bytes.fields(child + 8, count * (2 * width + 24));
    for (let k = 0; k < count; k++) {
      const name = nameAt(entries.uint(width));
      const address = entries.address();
      const kind = entries.u32();
      entries.skip(4);
      const scratch = bytes.fieldsOf(entries.bytes(16));
      if (kind === 2) add(name, { kind: "path", path: nameAt(scratch.u32()) });
      else add(name, { kind: "object", address: address ?? damaged("a link in it has no target") });
    }
  }
}

function localHeap(bytes: FileBytes, address: number): (offset: number) => string {
  const { address: width, length } = bytes.origin;
  const head = bytes.fields(address, 8 + 2 * length + width);
  head.expect("HEAP");
  head.skip(4);
  const size = head.length();
  head.skip(length);
  const at = head.needed();
  if (size > 2 ** 26) damaged("a group in it is too large");
  const names = bytes.structure(at, size);
  return (offset) => {
    if (offset >= names.length) damaged("a name in it is outside its heap");
    const end = names.indexOf(0, offset);
    return decoder.decode(names.subarray(offset, end < 0 ? names.length : end));
  };
}

const decoder = new TextDecoder();

/** New-style group with many links. */
function readMany(bytes: FileBytes, info: Cursor, add: Add): void {
  info.version("a group", [0]);
  info.skip((info.u8() & 1) !== 0 ? 8 : 0);
  const [heapAddress, tree] = [info.address(), info.address()];
  if (heapAddress === undefined || tree === undefined) return;
  const heap = fractalHeap(bytes, heapAddress);
  for (const { record } of walkTreeTwo(bytes, tree, linkIndex)) {
    record.skip(4);
    readLink(bytes.fieldsOf(heap.object(record)), add);
  }
}
