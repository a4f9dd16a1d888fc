import { extname } from "node:path";
import { readPlainText } from "@spikeloom/files";
import { faultReason, type Stack } from "@spikeloom/kernel";
import { projectionNames } from "@spikeloom/network";
import { noLoss } from "../train/count-spikes.ts";
import { CLASSES_COMPARED, PLASTIC_COMPARED, TRAINED_FILE } from "../train/errors.ts";
import { type PreparedTask, prepareTask } from "../train/prepare-task.ts";
import type { TrainingTask } from "../train/task.ts";
import type { TrainingOutcome } from "../train/training-files.ts";

/** A trained network with its test samples. */
export interface LoadedTrained extends PreparedTask {
  readonly name: string;
  /** Name of its loss, if that is code which the record does not contain. */
  readonly ownLoss?: string | undefined;
}

/** Load the output of `spikeloom train`, by its network or by its record. */
export async function loadTrained(
  file: string,
  { stack, allowOutside }: { readonly stack: Stack; readonly allowOutside?: boolean | undefined },
): Promise<LoadedTrained> {
  const record = /-training\.json$/.test(file) ? file : beside(file);
  const { task, network, seed, unnamed = [] } = readRecord(record, file);
  // Schedules and costs, which may be code too, are only needed for learning.
  const isOwn = unnamed.includes("loss");
  const { loss, ...rest } = task as TrainingTask;
  if (readsClasses(rest)) throw CLASSES_COMPARED({ file });
  const known = isOwn ? { loss: noLoss } : loss !== undefined && { loss };
  const whole: TrainingTask = { ...rest, ...known, network };
  const prepared = await prepareTask(whole, { stack, file: record, seed, allowOutside });
  const { projections = [] } = prepared.network;
  const names = projectionNames(prepared.network);
  const plastic = names.filter((_, k) => projections[k]?.plasticity !== undefined);
  if (plastic.length > 0) throw PLASTIC_COMPARED({ file, projections: plastic });
  const name = whole.name ?? prepared.network.name ?? file;
  return { ...prepared, name, ownLoss: isOwn ? nameOf(loss) : undefined };
}

const nameOf = (loss: TrainingTask["loss"]): string =>
  typeof loss === "object" ? loss.name : (loss ?? "unnamed");

/** Whether neurons are assigned to classes, so that an output of the network is no label. */
function readsClasses({ learner }: Pick<TrainingTask, "learner">): boolean {
  if (typeof learner !== "object" || learner.name !== "plasticity") return false;
  return Number(learner["classes"] ?? 0) > 0;
}

function beside(file: string): string {
  return `${file.slice(0, file.length - extname(file).length)}-training.json`;
}

function readRecord(path: string, file: string): TrainingOutcome {
  const refuse = (reason: string): Error => TRAINED_FILE({ file, path, reason });
  let value: unknown;
  try {
    value = JSON.parse(readPlainText(path));
  } catch (fault) {
    throw refuse(faultReason(fault));
  }
  const record = value as Partial<TrainingOutcome> | null;
  const isRecord = record?.format === "spikeloom-trained" && record.version === 1;
  if (!isRecord || typeof record.network !== "string" || typeof record.task !== "object") {
    throw refuse("it is not a record of a training");
  }
  return record as TrainingOutcome;
}
