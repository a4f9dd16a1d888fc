import type { NetworkRecord } from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";

/** Data files that a network may name. */
export interface DataOptions {
  /** Base of file names; by default the working directory. */
  readonly directory?: string | undefined;
  /** Whether files outside of the directory may be read; by default they may not. */
  readonly allowOutside?: boolean | undefined;
  /** Maximum bytes of the network, including the data files. */
  readonly memory?: number | undefined;
}

/** Read the data files that a network names; most networks name none. */
export async function withData(
  network: NetworkRecord,
  { directory = ".", allowOutside, memory }: DataOptions,
): Promise<NetworkRecord> {
  const named = filesOf(network);
  if (named.length === 0) return network;
  const encoded = named.filter(({ place }) => place.endsWith(".times.values"));
  const others = await otherFiles(encoded);
  const read =
    others.length === 0
      ? network
      : await withOthers(network, others, { directory, allowOutside, memory });
  // Reading HDF5 needs a library that few networks need.
  const { loadFiles } = await import("./load/hdf5-files.ts");
  return await loadFiles(read, { directory, allowOutside, memory });
}

function filesOf(network: NetworkRecord): readonly FileReference[] {
  const found: FileReference[] = [];
  replaceFiles(network, (reference) => {
    found.push(reference);
    return reference.record;
  });
  return found;
}

/** Values of encoders may be in files of other formats, whose readers are loaded on demand. */
async function otherFiles(encoded: readonly FileReference[]): Promise<readonly FileReference[]> {
  if (encoded.length === 0) return [];
  const { isOtherFile } = await import("./data/encoded-files.ts");
  return encoded.filter(isOtherFile);
}

async function withOthers(
  network: NetworkRecord,
  others: readonly FileReference[],
  options: DataOptions,
): Promise<NetworkRecord> {
  const { withOtherFiles } = await import("./data/encoded-files.ts");
  return await withOtherFiles(network, others, options);
}
