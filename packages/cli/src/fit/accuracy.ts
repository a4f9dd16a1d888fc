import type { SpikeLoomError, Stack } from "@spikeloom/kernel";
import { answerOf, type Examples } from "@spikeloom/training";
import { loadTrained } from "../compare/load-trained.ts";
import { asCoded } from "../print/coded.ts";
import { readExamples } from "../train/count-spikes.ts";
import { prepareTask } from "../train/prepare-task.ts";
import type { TrainingTask } from "../train/task.ts";
import { watchedOf } from "../train/train.ts";
import { wilson } from "../train/wilson.ts";

/** Correct answers among test samples, with their 95 % confidence interval. */
export interface Accuracy {
  readonly right: number;
  readonly of: number;
  /** As shares. */
  readonly low: number;
  readonly high: number;
}

/** Accuracy on an emulator, or why there is none. */
export type EmulatedAccuracy =
  | (Accuracy & { readonly backend: string; readonly chip: string })
  | { readonly backend: string; readonly chip: string; readonly error: SpikeLoomError };

/** Accuracy of a trained network on its test samples. */
export interface MeasuredAccuracy {
  /** In floating point. */
  readonly float: Accuracy;
  /** On each emulator of the stack. */
  readonly emulated: readonly EmulatedAccuracy[];
}

/** Options of a measurement. */
export interface AccuracyOptions {
  readonly stack: Stack;
  readonly allowOutside?: boolean | undefined;
  /** Number of test samples; all by default. */
  readonly samples?: number | undefined;
  /** Names of the chips whose emulators classify the samples. */
  readonly chips: readonly string[];
}

/** Classify the test samples of a trained network, in floating point and on the programs of chips. */
export async function measureAccuracy(
  file: string,
  { stack, allowOutside, samples, chips }: AccuracyOptions,
): Promise<MeasuredAccuracy> {
  const loaded = await loadTrained(file, { stack, allowOutside });
  const test = firstOf(loaded.test.examples, samples);
  const { values, each } = readExamples(watchedOf(loaded, loaded.network), loaded.readout, test);
  const float = accuracyOf(test, (k) => values.subarray(k * each, (k + 1) * each));
  const emulated: EmulatedAccuracy[] = [];
  for (const { name, chip = "", derive } of stack.list("backend")) {
    if (derive === undefined || !chips.includes(chip)) continue;
    try {
      const task = taskOnChip(loaded.task, name);
      const options = { stack, file: loaded.file, seed: loaded.seed, allowOutside };
      const prepared = await prepareTask({ ...task, network: loaded.network }, options);
      const learner = await prepared.begin();
      const shown = firstOf(prepared.test.examples, samples);
      const outputs: Float64Array[] = [];
      for (let k = 0; k < shown.size; k++) {
        outputs.push((await learner.evaluate(shown.batch(Uint32Array.of(k)))).outputs);
      }
      await learner.close();
      const found = accuracyOf(shown, (k) => outputs[k] ?? new Float64Array(0));
      emulated.push({ backend: name, chip, ...found });
    } catch (fault) {
      const error = asCoded(fault);
      if (error === undefined) throw fault;
      emulated.push({ backend: name, chip, error });
    }
  }
  return { float, emulated };
}

/** The task on a chip, without what only learning needs. */
function taskOnChip(
  { dropout: _, normalise: __, precision: ___, windows: ____, data, ...task }: TrainingTask,
  chip: string,
): TrainingTask {
  const { validation: _____, ...own } = data;
  const { chip: given } = task;
  // A record may state options of the chip that the network was trained for.
  const isOwn = typeof given === "object" && given.name === chip;
  return { ...task, data: { ...own, train: 1 }, learner: "bptt", chip: isOwn ? given : chip };
}

function firstOf(examples: Examples, count = examples.size): Examples {
  return { ...examples, size: Math.min(count, examples.size) };
}

function accuracyOf(examples: Examples, outputs: (sample: number) => Float64Array): Accuracy {
  const of = examples.size;
  const { targets } = examples.batch(Uint32Array.from({ length: of }, (_, k) => k));
  let right = 0;
  for (let k = 0; k < of; k++) if (answerOf(outputs(k)) === targets[k]) right++;
  const [low, high] = wilson(right, of);
  return { right, of, low, high };
}
