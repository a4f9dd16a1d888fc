import type { ByteSource } from "@spikeloom/kernel";

/** Return whether a source starts with the HDF5 signature. */
export async function isHdf5(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(8, source.size));
  return head.length === 8 && [0x89, 0x48, 0x44, 0x46].every((byte, k) => head[k] === byte);
}
