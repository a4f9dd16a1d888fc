import { checkOptionNames, type NetworkRecord, type OptionNames } from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";

/** What the files of a network are read with. */
export interface LoadOptions {
  /** Directory that names of files are relative to; that of the network file. */
  readonly directory: string;
  /** Whether files outside of the directory may be opened; they may not where this is not given. */
  readonly allowOutside?: boolean | undefined;
  /** Most bytes that all numbers may take; refused before any is unpacked that does not fit. */
  readonly memory?: number | undefined;
}

const names: OptionNames<LoadOptions> = {
  directory: true,
  allowOutside: true,
  memory: true,
};

/**
 * Read the numbers that a network keeps in HDF5 files beside it.
 *
 * These are values, pairs and matrices. Gives the same network with typed arrays at these places, and with the size and SHA-256 of each file, by
 * which a result names it. Arrays are shared memory, so that workers need no copies.
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
  // The reader of HDF5 is more code than all that most networks need of this package.
  const { readNumbers } = await import("./read-numbers.ts");
  return readNumbers(network, folder, isUnread);
}

function isUnread({ record }: FileReference): boolean {
  return !Object.values(record).some((value) => ArrayBuffer.isView(value));
}
