import {
  explainFaults,
  nearestName,
  pathText,
  type SpikeLoomError,
  schemaCheck,
} from "@spikeloom/kernel";
import { TRAINING_FILE } from "../errors.ts";
import { trainingSchema } from "../generated/training-schema.ts";
import { namedTask } from "./named-task.ts";
import type { TrainingTask } from "./task.ts";

const faultsOf = schemaCheck(trainingSchema);

/** Check the shape of a task; gives all faults, each with its place. */
export function checkTask(value: unknown): readonly SpikeLoomError[] {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const named = isRecord ? namedTask(value as TrainingTask) : value;
  const plain: unknown = JSON.parse(JSON.stringify(named) ?? "null");
  const whole = "the training";
  return explainFaults(faultsOf(plain), {
    value: plain,
    place: whole,
    placeOf: (path) => (path.length === 0 ? whole : pathText(path)),
    fieldsAt: (path) => fieldsAt(path),
    nearest: nearestName,
    advise: () => undefined,
    error: TRAINING_FILE,
  });
}

/** The fields of a part, by the names of those that have parts. */
function fieldsAt(path: readonly string[]): readonly string[] {
  const name = path[0] === "readout" && path[1] === "window" ? "window" : parts[path[0] ?? ""];
  const part = path.length === 0 ? trainingSchema : trainingSchema.$defs?.[name ?? ""];
  return Object.keys(part?.properties ?? {});
}

const parts: Readonly<Record<string, string>> = {
  ...{ data: "data", encoder: "encoder", readout: "readout", trainable: "trainable" },
  ...{ costs: "cost", dropout: "dropout" },
};
