import { resolve } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";

/**
 * List the files whose numbers a network holds.
 *
 * Their names are relative to a directory, the working directory where it is not given.
 */
export function dataFilesOf(network: NetworkRecord, directory = "."): readonly string[] {
  const files = new Set<string>();
  replaceFiles(network, ({ record }) => {
    files.add(resolve(directory, record.file));
    return record;
  });
  return [...files];
}
