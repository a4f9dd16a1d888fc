import { RECORD_DAMAGED } from "../errors.ts";

/** Compression of bytes, and their maximum number. */
export interface PackedBytes {
  readonly file: string;
  /** `deflate` stands for the format of zlib (RFC 1950). */
  readonly format: "gzip" | "deflate";
  /** Most bytes once unpacked. */
  readonly most: number;
}

/** Unpack bytes part by part; refuses what is damaged, and what is larger than it may be before all of it is there. */
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
      if (size > most) throw refuse(`at most ${most} bytes once unpacked`, "more");
      yield part;
    }
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    throw refuse(`whole data of ${format}`, "some that cannot be unpacked");
  }
}
