import { joinBytes } from "@spikeloom/kernel";
import { RECORD_DAMAGED } from "../errors.ts";
import { unpackedParts } from "./unpack.ts";

/** Bytes that any file may unpack to; beyond them a file may grow so many times, which numbers hardly do. */
const freeBytes = 64 * 2 ** 20;
const mostGrowth = 200;

/** Whether bytes begin as a file of gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpack bytes of gzip; refuses what is damaged or unpacks to absurd lengths.
 *
 * `sizeIn` reads from the first bytes how many there are to be, once these are enough to tell: nothing is kept beyond them.
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
    const expected = `${wanted} bytes once unpacked, as its header says`;
    throw RECORD_DAMAGED({ file, byte: wanted, expected, got: "more" });
  }
  return joinBytes(parts);
}
