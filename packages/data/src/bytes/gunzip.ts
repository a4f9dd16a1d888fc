import { joinBytes } from "@spikeloom/kernel";
import { unpackedParts } from "./unpack.ts";

/** Bytes that any file may unpack to; beyond them a file may grow so many times, which numbers hardly do. */
const freeBytes = 64 * 2 ** 20;
const mostGrowth = 200;

/** Whether bytes begin as a file of gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpack bytes of gzip; refuses what is damaged or unpacks to absurd lengths. */
export async function gunzip(packed: Uint8Array, file: string): Promise<Uint8Array> {
  const most = Math.max(freeBytes, packed.length * mostGrowth);
  const parts: Uint8Array[] = [];
  for await (const part of unpackedParts(packed, { file, format: "gzip", most })) {
    parts.push(part);
  }
  return joinBytes(parts);
}
