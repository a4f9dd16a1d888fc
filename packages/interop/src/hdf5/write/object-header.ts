import { checksum } from "./checksum.ts";
import type { LittleEndian } from "./little-endian.ts";
import type { Message } from "./messages.ts";

/** Write a version 2 object header in one piece. */
export function writeObjectHeader(out: LittleEndian, messages: Iterable<Message>): void {
  const start = out.length;
  out.ascii("OHDR");
  out.u8(2);
  // The size below has four bytes; no times, no creation order.
  out.u8(2);
  const sizeAt = out.length;
  out.u32(0);
  for (const { type, write } of messages) {
    out.u8(type);
    const bodyAt = out.length + 3;
    out.u16(0);
    out.u8(0);
    write(out);
    const bytes = out.length - bodyAt;
    if (bytes > mostBytes) throw new RangeError("a name in it is too long");
    out.setU16(bodyAt - 3, bytes);
  }
  out.setU32(sizeAt, out.length - sizeAt - 4);
  out.u32(checksum(out.view().subarray(start)));
}

const mostBytes = 0xffff;
