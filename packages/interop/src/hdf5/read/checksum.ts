import { checksum } from "../write/checksum.ts";
import { damaged } from "./damage.ts";

/** Refuse a structure whose last four bytes are not the checksum of the preceding bytes. */
export function verify(bytes: Uint8Array): void {
  const at = bytes.length - 4;
  const stored = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  if (checksum(bytes.subarray(0, at)) !== stored) damaged("a checksum in it does not match");
}
