import { resolve } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";

/**
 * List the data files that a network refers to.
 *
 * Their names are relative to a directory, by default the working directory.
 */
export function dataFilesOf(network: NetworkRecord, directory = "."): readonly string[] {
  const files = new Set<string>();
  replaceFiles(network, ({ record }) => {
    files.add(resolve(directory, record.file));
    return record;
  });
  return [...files];
}
