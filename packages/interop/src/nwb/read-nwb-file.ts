import { openPlainFile, type PlainFile } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import { NWB_READ } from "./errors.ts";
import { openNwb, type ReadNwbFile, readTree } from "./read/read-nwb.ts";

/**
 * Read a complete NWB file: series, tables, images and other objects.
 *
 * Numbers are as stored. No other file is opened. Throws `SL_NWB_READ` if the file is not NWB or is damaged, and
 * `SL_NWB_SHAPE` if data that is read violates the schema.
 */
export function readNwb(path: string): ReadNwbFile {
  const file = open(path);
  try {
    return readTree(openNwb(file, path), path);
  } finally {
    file.close();
  }
}

function open(path: string): PlainFile {
  try {
    return openPlainFile(path);
  } catch (fault) {
    throw NWB_READ({ path, reason: faultReason(fault) });
  }
}
