import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";

/** Which data files a network may name. */
export interface DataOptions {
  /** Names of files are relative to it; the working directory where it is not given. */
  readonly directory?: string | undefined;
  /** Whether files outside of the directory may be read; they may not where this is not given. */
  readonly allowOutside?: boolean | undefined;
  /** Most bytes that the network may take, what is read included. */
  readonly memory?: number | undefined;
}

/** Read the data files that a network names; most networks name none. */
export async function withData(
  network: NetworkRecord,
  { directory = ".", allowOutside, memory }: DataOptions,
): Promise<NetworkRecord> {
  if (!namesFiles(network)) return network;
  // Reading HDF5 takes a library that few networks need.
  const { loadFiles } = await import("@spikeloom/interop/hdf5");
  return await loadFiles(network, { directory, allowOutside, memory });
}

function namesFiles(network: NetworkRecord): boolean {
  let found = false;
  replaceFiles(network, ({ record }) => {
    found = true;
    return record;
  });
  return found;
}
