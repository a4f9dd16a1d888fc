import { checksum } from "./checksum.ts";
import { littleEndian } from "./little-endian.ts";

/** An address that leads nowhere. */
export const noAddress: bigint = 0xffff_ffff_ffff_ffffn;

/** Bytes that a superblock takes, from the start of the file. */
export const superblockBytes = 48;

/**
 * Encode the superblock, version 2.
 *
 * It is the only thing that says which tree of groups is valid, and lies within one page: whoever
 * reads the file sees the old one or the new one.
 */
export function encodeSuperblock(place: {
  readonly root: number;
  readonly end: number;
}): Uint8Array {
  const out = littleEndian();
  out.u8(0x89);
  out.ascii("HDF\r\n\u001a\n");
  out.u8(2);
  // Addresses and lengths have eight bytes.
  out.u8(8);
  out.u8(8);
  // Nobody has it open for writing in a way that a reader would have to mind.
  out.u8(0);
  out.u64(0);
  out.u64(noAddress);
  out.u64(place.end);
  out.u64(place.root);
  out.u32(checksum(out.view()));
  return out.view();
}
