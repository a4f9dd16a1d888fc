import { dirname } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";
import { asCoded, inFile } from "../print/coded.ts";

/** Read the data files that a network names; their names are relative to its own file. */
export async function withFiles(network: NetworkRecord, file: string): Promise<NetworkRecord> {
  if (!namesFiles(network)) return network;
  // Reading HDF5 takes a library that few networks need.
  const { loadFiles } = await import("@spikeloom/interop/hdf5");
  try {
    return await loadFiles(network, { directory: dirname(file) });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

function namesFiles(network: NetworkRecord): boolean {
  let found = false;
  replaceFiles(network, ({ record }) => {
    found = true;
    return record;
  });
  return found;
}
