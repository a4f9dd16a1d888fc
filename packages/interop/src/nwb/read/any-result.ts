import type { Loss } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import type { RandomBytes } from "../../hdf5/read/random-bytes.ts";
import { ownGroup } from "../own-group.ts";
import { readOwnResult } from "./own-result.ts";
import { openNwb, readTree } from "./read-nwb.ts";
import { resultOfNwb } from "./result-of-nwb.ts";

/** Read a result that SpikeLoom wrote, or create one from another program's recordings. */
export function anyResult(
  bytes: RandomBytes,
  name: string,
): { readonly result: Result; readonly losses: readonly Loss[] } {
  const tree = openNwb(bytes, name);
  if (tree.kind(`/${ownGroup}/network`) === "dataset") {
    return { result: readOwnResult(bytes, name, tree), losses: [] };
  }
  const { file, losses } = readTree(tree, name);
  const made = resultOfNwb(file, name);
  return { result: made.result, losses: [...losses, ...made.losses] };
}
