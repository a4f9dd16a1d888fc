import { verify } from "./checksum.ts";
import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Signature of every HDF5 file. */
const signature = "\u0089HDF\r\n\u001a\n";

/** Contents of the superblock. */
interface Superblock {
  /** Address of the root group. */
  readonly root: number;
  /** Length of the complete file in bytes. */
  readonly end: number;
}

/** Find the superblock: start of the file, width of addresses, and address of the root group. */
export function readSuperblock(bytes: FileBytes): Superblock {
  const start = findSignature(bytes);
  const head = bytes.fields(start, Math.min(bytes.size - start, mostBytes));
  head.skip(signature.length);
  const version = head.version("a superblock", [0, 1, 2, 3]);
  const found = version < 2 ? readOld(bytes, head, version) : readNew(bytes, head, start);
  // Addresses are relative to where it is found.
  bytes.origin = { ...bytes.origin, start };
  return found;
}

const mostBytes = 128;

/** A user block before the file has 512 bytes, or 512 times a power of two. */
function findSignature(bytes: FileBytes): number {
  for (let at = 0; at + signature.length <= bytes.size; at = at === 0 ? 512 : 2 * at) {
    const found = String.fromCharCode(...bytes.structure(at, signature.length));
    if (found === signature) return at;
  }
  return damaged("it does not start with the HDF5 signature");
}

function setWidths(bytes: FileBytes, address: number, length: number): void {
  const known = [2, 4, 8];
  if (!known.includes(address) || !known.includes(length)) damaged("its superblock is invalid");
  bytes.origin = { start: 0, address, length };
}

function readOld(bytes: FileBytes, head: Cursor, version: number): Superblock {
  head.skip(4);
  setWidths(bytes, head.u8(), head.u8());
  // Node sizes, which each node states itself.
  head.skip(1 + 4 + 4 + (version === 1 ? 4 : 0));
  const rest = cursor(head.bytes(head.left), bytes.origin);
  // Base address and free-space address come before the end address, the driver information address after it.
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
  // Base address and superblock extension come first.
  rest.skip(2 * address);
  const [end, root] = [rest.needed(), rest.needed()];
  verify(bytes.structure(at, signature.length + 4 + 4 * address + 4));
  return { end, root };
}
