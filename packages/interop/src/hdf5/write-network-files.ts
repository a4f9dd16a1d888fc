import { basename, dirname, extname, join } from "node:path";
import { checkOptionNames, type NetworkRecord } from "@spikeloom/kernel";
import { checkOutputs } from "../files/check-outputs.ts";
import type { Disk } from "../files/disk.ts";
import { draftFile } from "../files/draft-file.ts";
import { lockOutput } from "../files/output-lock.ts";
import { writeWhole } from "../files/write-whole.ts";
import { networkParts } from "./network-parts.ts";
import { writeFault } from "./write-fault.ts";

/** What a network is made of. */
export interface NetworkFilesOptions {
  /** Files that it comes from, and that must not be written over; none where not given. */
  readonly inputs?: readonly string[] | undefined;
}

/**
 * Write a network as JSON, with its lists of connections in HDF5 beside it.
 *
 * Long arrays of weights and delays are there too. The second file is `NAME-connections.h5` and has a group for each such projection. Gives the paths of
 * what was written: one where no projection has such a list in an array.
 */
export async function writeNetworkFiles(
  network: NetworkRecord,
  path: string,
  options: NetworkFilesOptions = {},
): Promise<readonly string[]> {
  checkOptionNames(options, { inputs: true }, "writeNetworkFiles");
  const { inputs = [] } = options;
  const { name, text, fill } = networkParts(network, basename(path, extname(path)));
  const data = join(dirname(path), name);
  const written = fill === undefined ? [path] : [path, data];
  checkOutputs(
    [
      { path, what: "the network" },
      ...(written.length > 1 ? [{ path: data, what: "its connections" }] : []),
    ],
    inputs,
  );
  const unlock = lock(path);
  try {
    if (fill !== undefined) writeData(data, fill);
    writeText(path, text);
  } finally {
    unlock();
  }
  return written;
}

function lock(path: string): () => void {
  try {
    return lockOutput(path);
  } catch (fault) {
    throw writeFault(fault, { path });
  }
}

function writeData(path: string, fill: (disk: Disk) => void): void {
  try {
    const draft = draftFile(path);
    try {
      fill(draft.disk);
      draft.disk.settle();
      draft.place();
    } finally {
      draft.close();
    }
  } catch (fault) {
    throw writeFault(fault, { path });
  }
}

function writeText(path: string, text: string): void {
  try {
    writeWhole(path, text, { settles: true });
  } catch (fault) {
    throw writeFault(fault, { path });
  }
}
