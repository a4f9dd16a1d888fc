import { dirname, resolve } from "node:path";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { loadNetwork } from "../load/load-network.ts";
import { withFiles } from "../load/with-files.ts";
import type { TrainingTask } from "./task.ts";

/** The file that a task stands in, and what may be read beside it. */
export interface TaskPlace {
  readonly file: string;
  readonly stack: Stack;
  readonly allowOutside?: boolean | undefined;
}

/** Give the network of a task, with its data files. */
export async function networkOf(
  { network }: TrainingTask,
  place: TaskPlace,
): Promise<NetworkRecord> {
  if (typeof network !== "string") return await withFiles(network, place.file, place);
  return await loadNetwork(resolve(dirname(place.file), network), place);
}

/** Find the folder that a task names, from the file on that it stands in. */
export function folderOf(file: string, folder: string): string {
  return resolve(dirname(file), folder);
}
