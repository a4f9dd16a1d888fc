import {
  explainFaults,
  nearestName,
  pathText,
  type SpikeLoomError,
  schemaCheck,
  type Trainable,
} from "@spikeloom/kernel";
import { adviseName } from "@spikeloom/network";
import { trainingSchema } from "../generated/training-schema.ts";
import { TRAINING_FILE } from "./errors.ts";
import { namedTask } from "./named-task.ts";
import type { TrainingTask } from "./task.ts";

const faultsOf = schemaCheck(trainingSchema);

/** Check the structure of a task; returns all errors, each with its place. */
export function checkTask(value: unknown): readonly SpikeLoomError[] {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const other = isRecord ? formatFault(value as { readonly format?: unknown }) : undefined;
  if (other !== undefined) return [other];
  const named = isRecord ? namedTask(value as TrainingTask) : value;
  const plain: unknown = JSON.parse(JSON.stringify(named) ?? "null");
  const whole = "the training";
  const faults = explainFaults(faultsOf(plain), {
    value: plain,
    place: whole,
    placeOf: (path) => (path.length === 0 ? whole : pathText(path)),
    fieldsAt: (path) => fieldsAt(path),
    nearest: nearestName,
    advise(name, known) {
      const field = inScripts[name.toLowerCase().replaceAll("_", "")];
      if (field !== undefined && known.includes(field)) return `Did you mean "${field}"?`;
      const advice = adviseName(name, known, "");
      return advice === "" ? undefined : advice;
    },
    error: TRAINING_FILE,
  });
  if (faults.length > 0) return faults;
  const task = plain as TrainingTask;
  return [...inputFaults(task), ...channelFaults(task.trainable ?? [])];
}

/** Names of fields in scripts and other libraries, in lower case without hyphens. */
const inScripts: Readonly<Record<string, string>> = {
  batchsize: "batch",
  numepochs: "epochs",
  optimizer: "optimiser",
  dataset: "data",
  clipnorm: "clip",
  gradclip: "clip",
  lossfn: "loss",
  scheduler: "schedule",
};

/** Report that a file of another format is no training: nothing else of it would be understood. */
function formatFault({ format }: { readonly format?: unknown }): SpikeLoomError | undefined {
  const wanted = "spikeloom-training";
  if (format === undefined || format === wanted) return undefined;
  const isNetwork = format === "spikeloom-network";
  return TRAINING_FILE({
    place: "format",
    message: isNetwork ? "This is a network, not a training file." : "This has another format.",
    expected: wanted,
    got: String(format),
    next: isNetwork
      ? 'Write a training file, whose "network" names this one; `spikeloom run` runs it.'
      : adviseName(String(format), [wanted], `Write "${wanted}" where it is a training.`),
  });
}

/** Refuse samples that are given twice, or not at all. */
function inputFaults({ encoder, values }: TrainingTask): readonly SpikeLoomError[] {
  if ((encoder === undefined) !== (values === undefined)) return [];
  const fault = TRAINING_FILE({
    place: "the training",
    message: "Samples are either encoded as spikes or used as values.",
    expected: 'either "encoder" or "values"',
    got: encoder === undefined ? "neither" : "both",
    next: "Keep one of them, with a population of the network as its target.",
  });
  return [fault];
}

/** Refuse channels of weights: only parameters are shared by the neurons of a channel. */
function channelFaults(trainable: readonly Trainable[]): readonly SpikeLoomError[] {
  return trainable.flatMap((one, k) => {
    if (!("projection" in one && "channels" in one)) return [];
    return TRAINING_FILE({
      place: `trainable[${k}].channels`,
      message: "Weights cannot share values by channel.",
      expected: '"channels" beside "population" and "parameter"',
      got: `"channels" beside "projection": ${JSON.stringify(one.projection)}`,
      next: "Remove it: connectors such as convolution share weights automatically.",
    });
  });
}

/** The fields of a part, by the names of those that have parts. */
function fieldsAt(path: readonly string[]): readonly string[] {
  const name = path[0] === "readout" && path[1] === "window" ? "window" : parts[path[0] ?? ""];
  const part = path.length === 0 ? trainingSchema : trainingSchema.$defs?.[name ?? ""];
  return Object.keys(part?.properties ?? {});
}

const parts: Readonly<Record<string, string>> = {
  data: "data",
  encoder: "encoder",
  values: "values",
  readout: "readout",
  trainable: "trainable",
  costs: "cost",
  dropout: "dropout",
  normalise: "normalise",
};
