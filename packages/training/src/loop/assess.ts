import type { Assessment, Batch, Learner, Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { Examples } from "./examples.ts";

/** Loss and accuracy of a learner on samples. */
export interface Score {
  readonly loss: number;
  /** The share of examples whose label is the answer; only where targets are labels, or a 1 for one output and 0 for all others. */
  readonly accuracy?: number;
}

/** A learner, whatever the unit of its parameters. */
export type AnyLearner = Omit<Learner, "parameters">;

/**
 * Evaluate a learner on samples, without learning.
 *
 * Of samples split into windows, the last window gives the answer.
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
  /** Examples whose label is the answer, of `labels` that have one. */
  readonly right: number;
  readonly labels: number;
  /** Examples that were asked for an answer, where those are not all: of windows the last one is. */
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
 * Give the label of each example; undefined where targets are no labels.
 *
 * It is the target, or the place of the one 1 among as many zeros as there are other outputs.
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
 * Count examples whose label is the answer.
 *
 * There is a label for each; `answerOf` says what the answer is.
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
 * Give the place of the greatest output, or of the earliest of first spikes.
 *
 * Those are the outputs of a readout of `first`. Of equal outputs the first counts.
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

/** Refuse examples in windows where the learner begins each of its batches anew. */
export function checkWindows(
  { carries }: AnyLearner,
  { windows = 1 }: Examples,
  place: string,
): void {
  if (windows === 1 || carries === true) return;
  throw TRAINING_OPTION({
    place: `${place}.windows`,
    message: "The learner does not carry states over from window to window.",
    expected: "1",
    got: String(windows),
    next: "Begin to learn with carry: true in what beginLearning is given; a training file says windows alone.",
  });
}

/** Refuse what makes no batch: no example, or batches of no whole number of them. */
export function checkBatches({ size }: Examples, batchSize: number, place: string): void {
  const isSize = Number.isInteger(batchSize) && batchSize > 0;
  if (isSize && size > 0) return;
  throw TRAINING_OPTION({
    place: isSize ? place : "batchSize",
    message: isSize ? "There are no examples." : "This is no number of examples.",
    expected: isSize ? "an example or more" : "a whole number above 0",
    got: String(isSize ? size : batchSize),
  });
}
