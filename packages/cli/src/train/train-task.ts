import { checkOptionNames, type OptionNames, type Stack, throwAll } from "@spikeloom/kernel";
import { defaultStack } from "../default-stack.ts";
import { checkTask } from "./check-task.ts";
import { type DamagedParts, damagedPartsOf } from "./damaged-files.ts";
import { type LateParts, latePartsOf } from "./late-spikes.ts";
import { prepareTask } from "./prepare-task.ts";
import type { TrainingTask } from "./task.ts";
import { finishTask, learnTask, type TrainedTask, type TrainOptions } from "./train.ts";

/** Options of training a task from code. */
export interface TrainRunOptions extends TrainOptions {
  readonly stack?: Stack | undefined;
  /** Base of the paths of the task; by default the working directory. */
  readonly directory?: string | undefined;
  /** Instead of that of the task. */
  readonly seed?: number | undefined;
  /** Whether files outside of the directory may be read; by default they may not. */
  readonly allowOutside?: boolean | undefined;
  /** Where batches are computed, instead of that of the task. */
  readonly processor?: TrainingTask["processor"] | undefined;
  /** Access to graphics processors; by default that of the page, or of the npm package `webgpu`. */
  readonly gpu?: object | undefined;
  /** Maximum bytes, of the process and of the buffers of a graphics processor; by default the available memory. */
  readonly memory?: number | undefined;
}

/** Result of a training, with the names of its classes. */
export interface Trained extends TrainedTask {
  readonly classes: readonly string[];
  /** Spikes after the duration of the network, which are omitted, by part: `train`, `validation`, `test`. */
  readonly late: LateParts;
  /** Damaged event files of which the intact events are used, by part. */
  readonly damaged: DamagedParts;
}

const names: OptionNames<TrainRunOptions> = {
  stack: true,
  directory: true,
  seed: true,
  allowOutside: true,
  processor: true,
  gpu: true,
  memory: true,
  from: true,
  epochs: true,
  workers: true,
  signal: true,
  onProcessor: true,
  onBatch: true,
  onEpoch: true,
};

/**
 * Train a network as described by a task, and test it.
 *
 * It is `spikeloom train` without its files. The returned network runs with the spikes of its training: `run(network)`
 * shows it the first sample of the test.
 */
export async function train(given: TrainingTask, options: TrainRunOptions = {}): Promise<Trained> {
  checkOptionNames(options, names, "train");
  const { processor } = options;
  const task = processor === undefined ? given : { ...given, processor };
  throwAll(checkTask(task));
  const { stack = defaultStack, directory = ".", seed, allowOutside, workers } = options;
  const { gpu, memory } = options;
  const file = directory === "." ? "training" : `${directory}/training`;
  const prepared = await prepareTask(task, {
    stack,
    file,
    seed,
    allowOutside,
    workers,
    gpu,
    memory,
  });
  const trained = await finishTask(prepared, await learnTask(prepared, options));
  const [late, damaged] = [latePartsOf(prepared), damagedPartsOf(prepared)];
  return { ...trained, classes: prepared.classes, late, damaged };
}
