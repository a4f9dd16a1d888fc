import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";

/** Read the data files that a network names, relative to a directory; most networks name none. */
export async function withData(network: NetworkRecord, directory: string): Promise<NetworkRecord> {
  if (!namesFiles(network)) return network;
  // Reading HDF5 takes a library that few networks need.
  const { loadFiles } = await import("@spikeloom/interop/hdf5");
  return await loadFiles(network, { directory });
}

function namesFiles(network: NetworkRecord): boolean {
  let found = false;
  replaceFiles(network, ({ record }) => {
    found = true;
    return record;
  });
  return found;
}
