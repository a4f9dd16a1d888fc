import { isUtf8 } from "node:buffer";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { throwAll } from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { isModule, moduleAt } from "../load/import-module.ts";
import { readBytes } from "../load/read-bytes.ts";
import { inFile } from "../print/coded.ts";
import { checkTask } from "./check-task.ts";
import { TRAINING_FILE } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/** Read a training: JSON, or the export `training` of a module. */
export async function readTask(file: string): Promise<TrainingTask> {
  const bytes = readBytes(file);
  // Layers and networks of other formats are bytes; nobody can save those as text.
  if (!isUtf8(bytes)) throw noText(file);
  const value = isModule(file) ? await exported(file) : parseJson(bytes, file);
  throwAll(checkTask(value).map((fault) => inFile(fault, file)));
  return value as TrainingTask;
}

function noText(file: string): Error {
  return TRAINING_FILE({
    place: file,
    message: "The file is not a training file: it is not UTF-8 text.",
    expected: "JSON in UTF-8, or a module that exports a training",
    got: "other bytes",
    next: 'Write a training file with "network" and "data"; spikeloom inspect FILE describes this file.',
  });
}

async function exported(file: string): Promise<unknown> {
  const { training } = await moduleAt(pathToFileURL(resolve(file)).href, file);
  if (typeof training === "object" && training !== null) return training;
  throw TRAINING_FILE({
    place: file,
    message: "The module does not export a training.",
    expected: "an export training",
    got: training === undefined ? "none of that name" : typeof training,
    next: 'Write export const training = { format: "spikeloom-training", version: 1, ... }.',
  });
}
