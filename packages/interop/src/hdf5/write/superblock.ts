import { checksum } from "./checksum.ts";
import { littleEndian } from "./little-endian.ts";

/** The undefined address. */
export const noAddress: bigint = 0xffff_ffff_ffff_ffffn;

/** Size of a superblock in bytes. */
export const superblockBytes = 48;

/**
 * Encode the version 2 superblock.
 *
 * Only the superblock determines which tree of groups is valid. It fits in one page, so readers see either the old one
 * or the new one.
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
  // No flag for open writers, since readers need not take them into account.
  out.u8(0);
  out.u64(0);
  out.u64(noAddress);
  out.u64(place.end);
  out.u64(place.root);
  out.u32(checksum(out.view()));
  return out.view();
}
