import { joinBytes } from "@spikeloom/kernel";
import { RECORD_DAMAGED } from "../errors.ts";
import { unpackedParts } from "./unpack.ts";

/** Decompressed size allowed for every file; beyond it a file may grow by this factor, which numbers hardly do. */
const freeBytes = 64 * 2 ** 20;
const mostGrowth = 200;

/** Whether bytes start like a gzip file (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompress gzip data; refuses damaged or excessively large output.
 *
 * `sizeIn` reads the expected size from the first bytes, once there are enough of them: nothing beyond it is kept.
 */
export async function gunzip(
  packed: Uint8Array,
  file: string,
  sizeIn: (begin: Uint8Array) => number | undefined = () => undefined,
): Promise<Uint8Array> {
  const most = Math.max(freeBytes, packed.length * mostGrowth);
  const parts: Uint8Array[] = [];
  let size = 0;
  let wanted: number | undefined;
  for await (const part of unpackedParts(packed, { file, format: "gzip", most })) {
    parts.push(part);
    size += part.length;
    wanted ??= sizeIn(parts.length === 1 ? part : joinBytes(parts));
    if (wanted === undefined || size <= wanted) continue;
    const expected = `${wanted} decompressed bytes, as stated by its header`;
    throw RECORD_DAMAGED({ file, byte: wanted, expected, got: "more" });
  }
  return joinBytes(parts);
}
