import { faultReason } from "@spikeloom/kernel";
import { openPlainFile, type PlainFile } from "../files/plain-file.ts";
import { NWB_READ } from "./errors.ts";
import { openNwb, type ReadNwbFile, readTree } from "./read/read-nwb.ts";

/**
 * Read all of an NWB file: series, tables, images and all else.
 *
 * Numbers are as they are stored. No other file is opened. Throws `SL_NWB_READ` where it is none or is damaged, `SL_NWB_SHAPE` where it
 * breaks the schema in what is read.
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
