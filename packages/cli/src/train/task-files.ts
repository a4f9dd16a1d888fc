import { dirname, resolve } from "node:path";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";
import { dataFilesOf } from "../load/data-files.ts";
import { loadNetwork } from "../load/load-network.ts";
import { isPlain } from "../load/read-thing.ts";
import { withFiles } from "../load/with-files.ts";
import type { TrainingTask } from "./task.ts";

export { openEventFolder } from "./open-event-folder.ts";
export { openNpz } from "./open-npz.ts";

/** The file of a task, and access to further files. */
export interface TaskPlace {
  readonly file: string;
  readonly stack: Stack;
  readonly allowOutside?: boolean | undefined;
}

/** The network of a task. */
export interface TaskNetwork {
  readonly given: NetworkRecord;
  /** Its own file, and those that were read for it. */
  readonly sources: readonly string[];
}

/** Return the network of a task, with its data files. */
export async function networkOf({ network }: TrainingTask, place: TaskPlace): Promise<TaskNetwork> {
  if (typeof network !== "string") {
    const given = await withFiles(network, place.file, place);
    return { given, sources: dataFilesOf(given, dirname(place.file)) };
  }
  const path = plainFile(resolve(dirname(place.file), network));
  const opened: string[] = [];
  const onOpened = (one: string): unknown => opened.push(one);
  const given = await loadNetwork(path, { ...place, onOpened });
  return { given, sources: [path, ...opened, ...dataFilesOf(given, dirname(path))] };
}

/** Resolve a folder that a task names, relative to the task's file. */
export function folderOf(file: string, folder: string): string {
  return resolve(dirname(file), folder);
}

/** Resolve a file that a task names, relative to the task's file. */
export function fileOf(file: string, named: string): string {
  return plainFile(resolve(dirname(file), named));
}

/** Refuse a path to a pipe or a device: opening a pipe that nobody writes into would never return. */
function plainFile(path: string): string {
  if (isPlain(path)) return path;
  throw FILE_READ({ file: path, reason: "it is not a regular file" });
}
