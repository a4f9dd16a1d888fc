import type { ByteSource } from "@spikeloom/kernel";
import { RESULT_READ } from "../hdf5/errors.ts";
import { heldBytes, type RandomBytes } from "../hdf5/read/random-bytes.ts";

const mostPiece = 2 ** 20;

/**
 * Read a source synchronously at any offset.
 *
 * An asynchronous source, such as one over the network, is read completely first.
 */
export async function randomBytes(source: ByteSource): Promise<RandomBytes> {
  const { size } = source;
  const first = source.read(0, Math.min(size, 8));
  if (!(first instanceof Uint8Array)) {
    // If this read fails, reading the whole source fails too.
    await first;
    return heldBytes(await wholeSource(source));
  }
  if (source.readInto !== undefined) {
    return { size, read: (out, at) => fill(source, out.subarray(0, Math.max(0, size - at)), at) };
  }
  return {
    size,
    read(out, at) {
      // The caller requests the remainder; a source allocates an array for each piece.
      const bytes = source.read(at, Math.min(size, at + Math.min(out.length, mostPiece)));
      if (!(bytes instanceof Uint8Array)) {
        bytes.catch(() => undefined);
        const reason = "its first bytes were returned synchronously and later ones as a promise";
        throw RESULT_READ({ path: source.name, reason });
      }
      out.set(bytes);
      return bytes.length;
    },
  };
}

function fill(source: ByteSource, out: Uint8Array, at: number): number {
  const count = source.readInto?.(out, at);
  if (Number.isSafeInteger(count) && Number(count) >= 0 && Number(count) <= out.length) {
    return Number(count);
  }
  const reason = `it returned ${String(count)} where ${out.length} bytes were requested`;
  throw RESULT_READ({ path: source.name, reason });
}

/** Read a source completely. */
export async function wholeSource(source: ByteSource): Promise<Uint8Array> {
  return await source.read(0, source.size);
}
