import { LINK_CUT, LINK_LENGTH } from "./errors.ts";

/** Maximum length of a message in bytes. */
export const mostMessageBytes: number = 2 ** 28;

const headerBytes = 4;

/** Split a stream of bytes into messages. Throws `SL_LINK_LENGTH`, and `SL_LINK_CUT` if it ends within one. */
export async function* framesOf(
  input: AsyncIterable<Uint8Array>,
  most: number = mostMessageBytes,
): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let held = 0;
  let wanted: number | undefined;
  for await (const chunk of input) {
    chunks.push(chunk);
    held += chunk.byteLength;
    // Joined only when the next part is complete, so that a long message is copied once.
    while (held >= (wanted ?? headerBytes)) {
      const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, held);
      const size = wanted ?? headerBytes;
      chunks = held > size ? [bytes.subarray(size)] : [];
      held -= size;
      if (wanted === undefined) wanted = lengthOf(bytes, most);
      else {
        wanted = undefined;
        yield bytes.subarray(0, size);
      }
    }
  }
  if (held > 0 || wanted !== undefined) throw LINK_CUT({ bytes: held });
}

function lengthOf(header: Uint8Array, most: number): number {
  const length = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
  if (length > most) throw LINK_LENGTH({ length, most });
  return length;
}

/** Create the length prefix of a message. */
export function headerOf(message: Uint8Array, most: number = mostMessageBytes): Uint8Array {
  const length = message.byteLength;
  if (length > most) throw LINK_LENGTH({ length, most });
  const header = new Uint8Array(headerBytes);
  new DataView(header.buffer).setUint32(0, length, true);
  return header;
}
