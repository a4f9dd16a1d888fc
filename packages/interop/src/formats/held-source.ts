import type { ByteSource } from "@spikeloom/kernel";
import { heldBytes, type RandomBytes } from "../hdf5/read/random-bytes.ts";

/**
 * Read a source at any place, at once.
 *
 * A source that gives promises, such as one over the network, is read as a whole before.
 */
export async function randomBytes(source: ByteSource): Promise<RandomBytes> {
  const { size } = source;
  const first = source.read(0, Math.min(size, 8));
  if (!(first instanceof Uint8Array)) return heldBytes(await wholeSource(source));
  return {
    size,
    read(out, at) {
      const bytes = source.read(at, Math.min(size, at + out.length)) as Uint8Array;
      out.set(bytes);
      return bytes.length;
    },
  };
}

/** Read all of a source. */
export async function wholeSource(source: ByteSource): Promise<Uint8Array> {
  return await source.read(0, source.size);
}
