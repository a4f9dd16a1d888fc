import type { ByteSource } from "@spikeloom/kernel";
import { randomBytes } from "../formats/held-source.ts";
import { openHdf5 } from "../hdf5/read/open-file.ts";
import { attempt, type NirGroup, nirGroup } from "../nir/nir-group.ts";
import { NETX_READ, NETX_SHAPE } from "./errors.ts";

/** Open a netx file. */
export async function openNetx(source: ByteSource): Promise<NirGroup> {
  const bytes = await randomBytes(source);
  const path = source.name;
  const file = attempt(path, () => openHdf5(bytes), NETX_READ);
  return nirGroup({ path, file, size: bytes.size, faults: { read: NETX_READ, shape: NETX_SHAPE } });
}
