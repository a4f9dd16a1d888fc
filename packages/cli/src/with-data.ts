import type { NetworkRecord } from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";

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
  const named = filesOf(network);
  if (named.length === 0) return network;
  const encoded = named.filter(({ place }) => place.endsWith(".times.values"));
  const others = await otherFiles(encoded);
  const read =
    others.length === 0
      ? network
      : await withOthers(network, others, { directory, allowOutside, memory });
  // Reading HDF5 takes a library that few networks need.
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

/** Values of encoders may be in files of other formats, whose readers hardly any network waits for. */
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
