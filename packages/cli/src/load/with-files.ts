import { dirname } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { asCoded, inFile } from "../print/coded.ts";
import { type DataOptions, withData } from "../with-data.ts";

/** Read the data files that a network names; their names are relative to its own file. */
export async function withFiles(
  network: NetworkRecord,
  file: string,
  options: Pick<DataOptions, "allowOutside" | "memory">,
): Promise<NetworkRecord> {
  try {
    return await withData(network, { directory: dirname(file), ...options });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}
