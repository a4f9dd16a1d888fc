import { verify } from "./checksum.ts";
import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** What every HDF5 file starts with. */
const signature = "\u0089HDF\r\n\u001a\n";

/** What the first bytes of a file say of it. */
interface Superblock {
  /** Address of the root group. */
  readonly root: number;
  /** How many bytes the file has if it is whole. */
  readonly end: number;
}

/** Find where a file begins, how wide its addresses are, and where its root group is. */
export function readSuperblock(bytes: FileBytes): Superblock {
  const start = findSignature(bytes);
  const head = bytes.fields(start, Math.min(bytes.size - start, mostBytes));
  head.skip(signature.length);
  const version = head.version("a superblock", [0, 1, 2, 3]);
  const found = version < 2 ? readOld(bytes, head, version) : readNew(bytes, head, start);
  // Addresses count from where it is found, wherever the whole was moved to.
  bytes.origin = { ...bytes.origin, start };
  return found;
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

function readOld(bytes: FileBytes, head: Cursor, version: number): Superblock {
  head.skip(4);
  setWidths(bytes, head.u8(), head.u8());
  // Sizes of nodes, which each node states itself.
  head.skip(1 + 4 + 4 + (version === 1 ? 4 : 0));
  const rest = cursor(head.bytes(head.left), bytes.origin);
  // The base and free space come before the end, and settings of the library that wrote it after.
  rest.skip(2 * bytes.origin.address);
  const end = rest.needed();
  rest.skip(bytes.origin.address);
  rest.length();
  return { end, root: rest.needed() };
}

function readNew(bytes: FileBytes, head: Cursor, at: number): Superblock {
  const [address, length] = [head.u8(), head.u8()];
  setWidths(bytes, address, length);
  head.skip(1);
  const rest = cursor(head.bytes(head.left), bytes.origin);
  // The base and an extension come first.
  rest.skip(2 * address);
  const [end, root] = [rest.needed(), rest.needed()];
  verify(bytes.structure(at, signature.length + 4 + 4 * address + 4));
  return { end, root };
}
