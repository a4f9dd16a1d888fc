import type { Assessment, Batch, Learner, Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { Examples } from "./examples.ts";

/** Loss and accuracy of a learner on samples. */
export interface Score {
  readonly loss: number;
  /** Fraction of samples whose label is the answer; only if targets are labels or one-hot. */
  readonly accuracy?: number;
}

/** A learner with parameters in any unit. */
export type AnyLearner = Omit<Learner, "parameters">;

/**
 * Evaluate a learner on samples, without learning.
 *
 * For samples split into windows, the last window gives the answer.
 */
export async function assess(
  learner: AnyLearner,
  examples: Examples,
  batchSize = 64,
): Promise<Score> {
  checkBatches(examples, batchSize, "examples");
  checkWindows(learner, examples, "examples");
  const { windows = 1 } = examples;
  let sums = noSums;
  for (let at = 0; at < examples.size; at += batchSize) {
    const length = Math.min(batchSize, examples.size - at);
    const indices = Uint32Array.from({ length }, (_, k) => at + k);
    for (let window = 0; window < windows; window++) {
      const batch = examples.batch(indices, window);
      const { readout } = learner;
      const asked = { readout, answers: window === windows - 1 };
      sums = addScore(sums, batch, await learner.evaluate(batch), asked);
    }
  }
  return scoreOf(sums);
}

/** Accumulated results of batches. */
export interface ScoreSums {
  readonly size: number;
  readonly loss: number;
  /** Samples whose label is the answer, out of `labels`. */
  readonly right: number;
  readonly labels: number;
  /** Number of samples that gave an answer, if not all: of windows, only the last one does. */
  readonly asked?: number;
}

export const noSums: ScoreSums = { size: 0, loss: 0, right: 0, labels: 0 };

/** Add the results of a batch. */
export function addScore(
  sums: ScoreSums,
  batch: Batch,
  { loss, outputs }: Assessment,
  {
    readout,
    answers = true,
  }: { readonly readout?: Readout | undefined; readonly answers?: boolean },
): ScoreSums {
  const labels = answers ? labelsIn(batch, outputs.length / batch.size) : undefined;
  const { asked = sums.size } = sums;
  return {
    size: sums.size + batch.size,
    loss: sums.loss + loss * batch.size,
    right: sums.right + (labels ? rightAnswers(outputs, labels, readout) : 0),
    labels: sums.labels + (labels ? batch.size : 0),
    ...((!answers || sums.asked !== undefined) && { asked: asked + (answers ? batch.size : 0) }),
  };
}

/** Return the means of the accumulated results. */
export function scoreOf({ size, loss, right, labels, asked = size }: ScoreSums): Score {
  const isLabelled = labels === asked && asked > 0;
  return { loss: loss / size, ...(isLabelled && { accuracy: right / asked }) };
}

/**
 * Return the label of each sample; undefined if targets are not labels.
 *
 * It is the target, or the index of the 1 in a one-hot target.
 */
export function labelsIn({ size, targets }: Batch, outputs: number): Float64Array | undefined {
  if (outputs < 2) return undefined;
  if (targets.length === size) {
    const isLabel = (one: number): boolean => Number.isInteger(one) && one >= 0 && one < outputs;
    return targets.every(isLabel) ? targets : undefined;
  }
  if (targets.length !== size * outputs) return undefined;
  const labels = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const own = targets.subarray(k * outputs, (k + 1) * outputs);
    const label = own.indexOf(1);
    if (label < 0 || own.some((one, place) => one !== (place === label ? 1 : 0))) return undefined;
    labels[k] = label;
  }
  return labels;
}

/**
 * Count samples whose label is the answer.
 *
 * There is one label per sample; `answerOf` defines the answer.
 */
export function rightAnswers(
  outputs: Float64Array,
  labels: Float64Array,
  readout?: Pick<Readout, "reduce">,
): number {
  const each = outputs.length / labels.length;
  let right = 0;
  for (let example = 0; example < labels.length; example++) {
    const own = outputs.subarray(example * each, (example + 1) * each);
    if (answerOf(own, readout) === labels[example]) right++;
  }
  return right;
}

/**
 * Return the index of the greatest output, or of the earliest first spike.
 *
 * The latter applies to a readout of `first`. Of equal outputs the first counts.
 */
export function answerOf(outputs: Float64Array, readout?: Pick<Readout, "reduce">): number {
  const isTime = readout?.reduce === "first";
  let best = 0;
  for (let k = 1; k < outputs.length; k++) {
    const [one, before] = [outputs[k] as number, outputs[best] as number];
    if (isTime ? one < before : one > before) best = k;
  }
  return best;
}

/** Refuse samples in windows if the learner does not carry states over. */
export function checkWindows(
  { carries }: AnyLearner,
  { windows = 1 }: Examples,
  place: string,
): void {
  if (windows === 1 || carries === true) return;
  throw TRAINING_OPTION({
    place: `${place}.windows`,
    message: "The learner does not carry states from window to window.",
    expected: "1",
    got: String(windows),
    next: "Pass carry: true to beginLearning; in a training file, windows suffices.",
  });
}

/** Refuse an empty set of samples and invalid batch sizes. */
export function checkBatches({ size }: Examples, batchSize: number, place: string): void {
  const isSize = Number.isInteger(batchSize) && batchSize > 0;
  if (isSize && size > 0) return;
  throw TRAINING_OPTION({
    place: isSize ? place : "batchSize",
    message: isSize ? "There are no samples." : "Invalid batch size.",
    expected: isSize ? "at least one sample" : "a positive integer",
    got: String(isSize ? size : batchSize),
  });
}
