import { checksum } from "./checksum.ts";
import type { LittleEndian } from "./little-endian.ts";

/** Write a version 2 object header; `writeMessages` writes its messages to the same bytes. */
export function writeObjectHeader(out: LittleEndian, writeMessages: () => void): void {
  const start = out.length;
  out.ascii("OHDR");
  out.u8(2);
  // The size below has four bytes; no times, no creation order.
  out.u8(2);
  const sizeAt = out.length;
  out.u32(0);
  writeMessages();
  out.setU32(sizeAt, out.length - sizeAt - 4);
  out.u32(checksum(out.view(), start));
}
