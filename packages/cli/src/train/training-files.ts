import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { readPlainFile, writeWhole } from "@spikeloom/files";
import { faultReason, SpikeLoomError } from "@spikeloom/kernel";
import type { FitState } from "@spikeloom/training";
import { FILE_WRITE } from "../errors.ts";
import { type DamagedParts, damagedPartsOf } from "./damaged-files.ts";
import { TRAINING_STATE } from "./errors.ts";
import { type LateParts, latePartsOf } from "./late-spikes.ts";
import { namedTask, unnamedParts } from "./named-task.ts";
import type { PreparedTask } from "./prepare-task.ts";
import { readState, type SavedTraining, writeState } from "./state-file.ts";
import type { TrainingTask } from "./task.ts";
import { activityOf, type TrainedTask } from "./train.ts";

/** Output paths of a training. */
export interface TrainingPaths {
  readonly network: string;
  /** Arrays of the network, if it has long ones. */
  readonly connections: string;
  /** The record: scores, predictions, history. */
  readonly record: string;
  /** State from which it resumes. */
  readonly state: string;
  /** Common path of pictures. */
  readonly pictures: string;
}

/** Name the output of a training after the network. */
export function trainingPaths(out: string, plots?: string): TrainingPaths {
  const stem = join(dirname(out), basename(out, extname(out)));
  return {
    network: out,
    connections: `${stem}-connections.h5`,
    record: `${stem}-training.json`,
    state: `${stem}.training`,
    pictures: join(plots ?? dirname(out), basename(stem)),
  };
}

/** Write the state from which a training resumes, replacing the previous one. */
export function writeStateFile(path: string, saved: SavedTraining): void {
  write(path, writeState(saved));
}

/** Refuse to resume with code that cannot be distinguished from other code. */
export function checkNamed(task: TrainingTask, file: string): void {
  const unnamed = unnamedParts(task);
  if (unnamed.length === 0) return;
  throw TRAINING_STATE({
    file,
    message: "SpikeLoom cannot verify that the training is unchanged.",
    expected: "a loss, a schedule and costs that @spikeloom/training creates",
    got: `custom code: ${unnamed.join(", ")}`,
  });
}

/** Read the state of a training; refuses that of another training, and names what differs. */
export function readStateFile(
  path: string,
  own: Pick<SavedTraining, "fingerprint" | "parts">,
): FitState {
  let bytes: Uint8Array;
  try {
    bytes = readPlainFile(path);
  } catch (fault) {
    const message = "The state of the training cannot be read.";
    const expected = "a state that spikeloom train wrote";
    throw TRAINING_STATE({ file: path, message, expected, got: faultReason(fault) });
  }
  const saved = readState(bytes, path);
  if (saved.fingerprint === own.fingerprint) return saved.state;
  throw TRAINING_STATE({
    file: path,
    message: "It belongs to another training.",
    expected: "the same training file, network and seed as when it was saved",
    got: otherParts(saved.parts, own.parts),
  });
}

/** Name the parts that differ; files of earlier versions do not list parts. */
function otherParts(saved: SavedTraining["parts"], own: SavedTraining["parts"]): string {
  if (saved === undefined || own === undefined) return "another training file, network or seed";
  const names = new Set([...Object.keys(saved), ...Object.keys(own)]);
  const others = [...names].filter((name) => saved[name] !== own[name]);
  return others.length === 0 ? "other custom code" : `another ${others.sort().join(", ")}`;
}

/** Identity of the training in a record, and of the files next to it. */
export interface WrittenBy {
  /** Fingerprint of the training, as in the state file. */
  readonly fingerprint: string;
  /** SHA-256 of each file of the network, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Contents of a record of a training. */
export interface TrainingOutcome {
  readonly format: "spikeloom-trained";
  readonly version: 1;
  readonly task: object;
  /** Parts of the task that were code without a name; missing if there are none. */
  readonly unnamed?: readonly string[];
  readonly seed: number;
  /** The file of the network, next to this one. */
  readonly network: string;
  readonly epoch: number | undefined;
  readonly history: FitState["history"];
  readonly classes: readonly string[];
  readonly test: {
    readonly size: number;
    readonly right: number;
    readonly answers: readonly number[];
    readonly labels: readonly number[];
  };
  readonly activity: Readonly<Record<string, number>>;
  /** Omitted spikes of samples, by part; missing if there are none. */
  readonly late?: LateParts;
  /** Damaged event files of which the intact events are used, by part; missing if there are none. */
  readonly damaged?: DamagedParts;
  /** Identity of the training, if a command wrote it with these files. */
  readonly fingerprint?: string;
  readonly files?: WrittenBy["files"];
}

/** Create the record of a training, for JSON. */
export function outcomeOf(
  prepared: PreparedTask,
  trained: TrainedTask,
  paths: TrainingPaths,
): TrainingOutcome {
  const { task, file, seed, classes } = prepared;
  const { state, epoch, test } = trained;
  const [late, damaged] = [latePartsOf(prepared), damagedPartsOf(prepared)];
  const activity = activityOf(trained);
  const { network: _, ...rest } = namedTask(task) as Record<string, unknown>;
  // Relative to the folder of the record, because that of the task may be another.
  const moved = (path: string): string =>
    relative(dirname(paths.record), resolve(dirname(file), path));
  const { folder, file: archive } = task.data;
  const data = {
    ...task.data,
    ...(folder && { folder: moved(folder) }),
    ...(archive && { file: moved(archive) }),
  };
  const own = { ...rest, data };
  const unnamed = unnamedParts(task);
  return {
    ...(unnamed.length > 0 && { unnamed }),
    format: "spikeloom-trained",
    version: 1,
    task: own,
    seed,
    network: basename(paths.network),
    epoch,
    history: state.history,
    classes,
    activity,
    ...(Object.keys(late).length > 0 && { late }),
    ...(Object.keys(damaged).length > 0 && { damaged }),
    test: { ...test, answers: [...test.answers], labels: [...test.labels] },
  };
}

/** Write the record of a training. */
export function writeOutcome(path: string, outcome: TrainingOutcome): void {
  write(path, `${JSON.stringify(outcome)}\n`);
}

function write(path: string, contents: string | Uint8Array): void {
  try {
    writeWhole(path, contents, { settles: true, replaces: true });
  } catch (fault) {
    if (fault instanceof SpikeLoomError) throw fault;
    throw FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}
