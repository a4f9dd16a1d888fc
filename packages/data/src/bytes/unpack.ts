import { RECORD_DAMAGED } from "../errors.ts";

/** Compression of bytes, and their maximum decompressed size. */
export interface PackedBytes {
  readonly file: string;
  /** `deflate` denotes the zlib format (RFC 1950). */
  readonly format: "gzip" | "deflate";
  /** Maximum decompressed size in bytes. */
  readonly most: number;
}

/** Decompress bytes in parts; refuses damaged data, and stops as soon as the output is too large. */
export async function* unpackedParts(
  packed: Uint8Array,
  { file, format, most }: PackedBytes,
): AsyncIterable<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream(format));
  const refuse = (expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte: 0, expected, got });
  let size = 0;
  try {
    for await (const part of stream) {
      size += part.length;
      if (size > most) throw refuse(`at most ${most} decompressed bytes`, "more");
      yield part;
    }
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    throw refuse(`complete data in ${format} format`, "data that cannot be decompressed");
  }
}
