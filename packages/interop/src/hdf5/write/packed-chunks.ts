import type { Disk } from "@spikeloom/files";
import { chunkTree } from "./chunk-tree.ts";
import type { Space } from "./space.ts";
import type { Storage } from "./tree.ts";

/** An array to be compressed. */
export interface PackedArray {
  readonly bytes: Uint8Array;
  readonly shape: readonly number[];
  /** Level from 0 to 9. */
  readonly gzip: number;
}

/** Chunk size: readers hold a chunk in memory, and larger ones do not compress better. */
const mostChunk = 2 ** 20;

/** Write an array in chunks of whole rows, each compressed with gzip. */
export function packedChunks(
  { disk, space }: { readonly disk: Disk; readonly space: Space },
  { bytes, shape, gzip }: PackedArray,
): Storage {
  const [rows = 1, ...columns] = shape;
  const rowBytes = bytes.length / rows;
  const chunkRows = Math.min(rows, Math.max(1, Math.floor(mostChunk / rowBytes)));
  const chunkBytes = chunkRows * rowBytes;
  let tree: ReturnType<typeof chunkTree> | undefined;
  const chunk = [chunkRows, ...columns];
  for (let done = 0; done < bytes.length; done += chunkBytes) {
    const packed = packChunk(bytes.subarray(done, done + chunkBytes), { chunkBytes, gzip });
    const address = space.take(packed.length);
    disk.write(packed, address);
    if (tree === undefined) tree = chunkTree(address, { space, chunk, chunkBytes: packed.length });
    else tree.add(address, packed.length);
  }
  for (const node of tree?.changed() ?? []) disk.write(node.bytes, node.address);
  return { kind: "chunked", tree: tree?.root ?? 0, chunk, gzip };
}

/** Compress a chunk; the last one is padded with zeros. */
function packChunk(
  data: Uint8Array,
  { chunkBytes, gzip }: { readonly chunkBytes: number; readonly gzip: number },
): Uint8Array {
  const whole = data.length === chunkBytes ? data : new Uint8Array(chunkBytes);
  if (whole !== data) whole.set(data);
  // Compression needs Node, and browser bundlers must not find it.
  const zlib = globalThis.process?.getBuiltinModule("node:zlib");
  if (zlib === undefined) throw new RangeError("arrays are compressed only in Node");
  return zlib.deflateSync(whole, { level: gzip });
}
