import { resolve } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { dataFileNames } from "@spikeloom/network";

/** List the data files of a network; their names are relative to a directory. */
export function dataFilesOf(network: NetworkRecord, directory: string): readonly string[] {
  return dataFileNames(network).map((name) => resolve(directory, name));
}
