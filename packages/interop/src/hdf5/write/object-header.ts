import { checksum } from "./checksum.ts";
import { littleEndian } from "./little-endian.ts";
import type { Message } from "./messages.ts";

/** Encode an object header, version 2, in one piece. */
export function encodeObjectHeader(messages: readonly Message[]): Uint8Array {
  const size = messages.reduce((sum, { body }) => sum + 4 + body.length, 0);
  const out = littleEndian();
  out.ascii("OHDR");
  out.u8(2);
  // The size below has four bytes; no times, no order of creation.
  out.u8(2);
  out.u32(size);
  for (const { type, body } of messages) {
    if (body.length > mostBytes) throw new RangeError("a name in it is too long");
    out.u8(type);
    out.u16(body.length);
    out.u8(0);
    out.bytes(body);
  }
  out.u32(checksum(out.view()));
  return out.view();
}

const mostBytes = 0xffff;
