import { verify } from "./checksum.ts";
import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** What every HDF5 file starts with. */
const signature = "\u0089HDF\r\n\u001a\n";

/** Find where a file begins and how wide its addresses are; gives the address of the root group. */
export function readSuperblock(bytes: FileBytes): number {
  const start = findSignature(bytes);
  const head = bytes.fields(start, Math.min(bytes.size - start, mostBytes));
  head.skip(signature.length);
  const version = head.version("a superblock", [0, 1, 2, 3]);
  const root = version < 2 ? readOld(bytes, head, version) : readNew(bytes, head, start);
  // Addresses count from where it is found, wherever the whole was moved to.
  bytes.origin = { ...bytes.origin, start };
  return root;
}

const mostBytes = 128;

/** What comes before the file itself has 512 bytes, or a power of two more. */
function findSignature(bytes: FileBytes): number {
  for (let at = 0; at + signature.length <= bytes.size; at = at === 0 ? 512 : 2 * at) {
    const found = String.fromCharCode(...bytes.structure(at, signature.length));
    if (found === signature) return at;
  }
  return damaged("it does not start as one");
}

function setWidths(bytes: FileBytes, address: number, length: number): void {
  const known = [2, 4, 8];
  if (!known.includes(address) || !known.includes(length)) damaged("its superblock makes no sense");
  bytes.origin = { start: 0, address, length };
}

function readOld(bytes: FileBytes, head: Cursor, version: number): number {
  head.skip(4);
  setWidths(bytes, head.u8(), head.u8());
  // Sizes of nodes, which each node states itself.
  head.skip(1 + 4 + 4 + (version === 1 ? 4 : 0));
  const rest = cursor(head.bytes(head.left), bytes.origin);
  // The base, free space, the end, and settings of the library that wrote it.
  rest.skip(4 * bytes.origin.address);
  rest.length();
  return rest.needed();
}

function readNew(bytes: FileBytes, head: Cursor, at: number): number {
  const [address, length] = [head.u8(), head.u8()];
  setWidths(bytes, address, length);
  head.skip(1);
  const rest = cursor(head.bytes(head.left), bytes.origin);
  // The base, an extension, and the end.
  rest.skip(3 * address);
  const root = rest.needed();
  verify(bytes.structure(at, signature.length + 4 + 4 * address + 4));
  return root;
}
