import { basename, dirname, extname, join } from "node:path";
import {
  type Contents,
  checkOutputs,
  lockOutput,
  type WriteOptions,
  writeAllWhole,
} from "@spikeloom/files";
import { checkOptionNames, type NetworkRecord } from "@spikeloom/kernel";
import { networkParts } from "./network-parts.ts";
import { writeFault } from "./write-fault.ts";

/** Options for writing a network. */
export interface NetworkFilesOptions {
  /** Whether a file with other contents is replaced, or which one is; by default none (`SL_OUTPUT_OTHER`). */
  readonly replaces?: WriteOptions["replaces"];
  /** Input files, which must not be overwritten; by default none. */
  readonly inputs?: readonly string[] | undefined;
}

/**
 * Write a network as JSON, with its lists of connections in an HDF5 file.
 *
 * Long arrays of weights and delays are stored there too. The data file, next to the JSON, is `NAME-connections.h5` and has one group per
 * such projection. Returns the paths of the written files: one if no projection has such a list in an array.
 */
export async function writeNetworkFiles(
  network: NetworkRecord,
  path: string,
  options: NetworkFilesOptions = {},
): Promise<readonly string[]> {
  checkOptionNames(options, { inputs: true, replaces: true }, "writeNetworkFiles");
  const { inputs = [], replaces = false } = options;
  const { name, text, fill: fillData } = networkParts(network, basename(path, extname(path)));
  const data = join(dirname(path), name);
  const written = fillData === undefined ? [path] : [path, data];
  checkOutputs(
    [
      { path, what: "the network" },
      ...(written.length > 1 ? [{ path: data, what: "its connections" }] : []),
    ],
    inputs,
  );
  const unlock = lock(path);
  let at = path;
  // The text refers to the data file, so that gets its name first.
  const files = function* (): Generator<readonly [string, Contents]> {
    at = data;
    if (fillData !== undefined) yield [data, fillData];
    at = path;
    yield [path, text];
  };
  try {
    writeAllWhole(files(), { settles: true, replaces, inputs });
  } catch (fault) {
    throw writeFault(fault, { path: at });
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
