import { checkOptionNames, type NetworkRecord, type OptionNames } from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";

/** Options for loading the data files of a network. */
export interface LoadOptions {
  /** Directory that file names are relative to, usually the network file's. */
  readonly directory: string;
  /** Whether files outside the directory may be opened; by default not. */
  readonly allowOutside?: boolean | undefined;
  /** Maximum number of bytes for all numbers, checked before decompression. */
  readonly memory?: number | undefined;
}

const names: OptionNames<LoadOptions> = {
  directory: true,
  allowOutside: true,
  memory: true,
};

/**
 * Read values, pairs and matrices of a network from HDF5 files next to it.
 *
 * Returns the same network with typed arrays in these places, and with the size and SHA-256 of each file, by which a
 * result identifies it. Arrays are in shared memory, so that workers need no copies.
 */
export async function loadFiles(
  network: NetworkRecord,
  folder: LoadOptions,
): Promise<NetworkRecord> {
  checkOptionNames(folder, names, "loadFiles");
  const references: FileReference[] = [];
  replaceFiles(network, (reference) => {
    references.push(reference);
    return reference.record;
  });
  if (!references.some(isUnread)) return network;
  // The HDF5 reader is larger than the rest of this package that most networks use.
  const { readNumbers } = await import("./read-numbers.ts");
  return readNumbers(network, folder, isUnread);
}

function isUnread({ record }: FileReference): boolean {
  return !Object.values(record).some((value) => ArrayBuffer.isView(value));
}
