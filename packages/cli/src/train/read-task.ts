import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  explainFaults,
  nearestName,
  pathText,
  type SpikeLoomError,
  schemaCheck,
  throwAll,
} from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { TRAINING_FILE } from "../errors.ts";
import { trainingSchema } from "../generated/training-schema.ts";
import { isModule, moduleAt } from "../load/import-module.ts";
import { readBytes } from "../load/read-bytes.ts";
import { inFile } from "../print/coded.ts";
import { namedTask } from "./known-names.ts";
import type { TrainingTask } from "./task.ts";

const faultsOf = schemaCheck(trainingSchema);

/** Read what a network is trained with: JSON, or the export `training` of a module. */
export async function readTask(file: string): Promise<TrainingTask> {
  const bytes = readBytes(file);
  const value = isModule(file) ? await exported(file) : parseJson(bytes, file);
  throwAll(checkTask(value, file));
  return value as TrainingTask;
}

async function exported(file: string): Promise<unknown> {
  const { training } = await moduleAt(pathToFileURL(resolve(file)).href, file);
  if (typeof training === "object" && training !== null) return training;
  throw TRAINING_FILE({
    place: file,
    message: "The module says not how to train a network.",
    expected: "an export training",
    got: training === undefined ? "none of that name" : typeof training,
    next: 'Write export const training = { format: "spikeloom-training", version: 1, ... }.',
  });
}

/** Check the shape of a task; gives all faults, each with its place. */
function checkTask(value: unknown, file: string): readonly SpikeLoomError[] {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const named = isRecord ? namedTask(value as TrainingTask) : value;
  const plain: unknown = JSON.parse(JSON.stringify(named) ?? "null");
  const whole = "the training";
  const faults = explainFaults(faultsOf(plain), {
    value: plain,
    place: whole,
    placeOf: (path) => (path.length === 0 ? whole : pathText(path)),
    fieldsAt: (path) => fieldsAt(path),
    nearest: nearestName,
    advise: () => undefined,
    error: TRAINING_FILE,
  });
  return faults.map((fault) => inFile(fault, file));
}

/** The fields of a part, by the names of those that have parts. */
function fieldsAt(path: readonly string[]): readonly string[] {
  const name = path[0] === "readout" && path[1] === "window" ? "window" : parts[path[0] ?? ""];
  const part = path.length === 0 ? trainingSchema : trainingSchema.$defs?.[name ?? ""];
  return Object.keys(part?.properties ?? {});
}

const parts: Readonly<Record<string, string>> = {
  ...{ data: "data", encoder: "encoder", readout: "readout", trainable: "trainable" },
  costs: "cost",
};
