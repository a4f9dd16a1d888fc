import type { ByteSource } from "@spikeloom/kernel";
import { RESULT_READ } from "../hdf5/errors.ts";
import { heldBytes, type RandomBytes } from "../hdf5/read/random-bytes.ts";

/**
 * Read a source at any place, at once.
 *
 * A source that gives promises, such as one over the network, is read as a whole before.
 */
export async function randomBytes(source: ByteSource): Promise<RandomBytes> {
  const { size } = source;
  const first = source.read(0, Math.min(size, 8));
  if (!(first instanceof Uint8Array)) {
    // Where this one fails, the whole does not come either.
    await first;
    return heldBytes(await wholeSource(source));
  }
  return {
    size,
    read(out, at) {
      const bytes = source.read(at, Math.min(size, at + out.length));
      if (!(bytes instanceof Uint8Array)) {
        bytes.catch(() => undefined);
        const reason = "its first bytes came at once, and later ones by a promise";
        throw RESULT_READ({ path: source.name, reason });
      }
      out.set(bytes);
      return bytes.length;
    },
  };
}

/** Read all of a source. */
export async function wholeSource(source: ByteSource): Promise<Uint8Array> {
  return await source.read(0, source.size);
}
