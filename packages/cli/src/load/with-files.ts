import { dirname } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { asCoded, inFile } from "../print/coded.ts";
import { type DataOptions, withData } from "../with-data.ts";

/** Read the data files that a network names; their names are relative to its own file. */
export async function withFiles(
  network: NetworkRecord,
  file: string,
  { allowOutside }: Pick<DataOptions, "allowOutside">,
): Promise<NetworkRecord> {
  try {
    return await withData(network, { directory: dirname(file), allowOutside });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}
