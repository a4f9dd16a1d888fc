import type { Assessment, Batch, Learner } from "@spikeloom/kernel";
import type { Examples } from "./examples.ts";

/** How far a learner is from the targets of examples. */
export interface Score {
  readonly loss: number;
  /** The share of examples whose label has the greatest output; only where targets are labels. */
  readonly accuracy?: number;
}

/** Assess a learner on examples, without learning. */
export async function assess(learner: Learner, examples: Examples, batchSize = 64): Promise<Score> {
  let sums = noSums;
  for (let at = 0; at < examples.size; at += batchSize) {
    const length = Math.min(batchSize, examples.size - at);
    const batch = examples.batch(Uint32Array.from({ length }, (_, k) => at + k));
    sums = addScore(sums, batch, await learner.evaluate(batch));
  }
  return scoreOf(sums);
}

/** How batches went, added up. */
export interface ScoreSums {
  readonly size: number;
  readonly loss: number;
  /** Examples whose label has the greatest output, of `labels` that have one. */
  readonly right: number;
  readonly labels: number;
}

export const noSums: ScoreSums = { size: 0, loss: 0, right: 0, labels: 0 };

/** Add how a batch went. */
export function addScore(sums: ScoreSums, batch: Batch, { loss, outputs }: Assessment): ScoreSums {
  const hasLabels = areLabels(batch, outputs.length / batch.size);
  return {
    size: sums.size + batch.size,
    loss: sums.loss + loss * batch.size,
    right: sums.right + (hasLabels ? rightAnswers(outputs, batch.targets) : 0),
    labels: sums.labels + (hasLabels ? batch.size : 0),
  };
}

/** Give the means of what was added up. */
export function scoreOf({ size, loss, right, labels }: ScoreSums): Score {
  return { loss: loss / size, ...(labels === size && { accuracy: right / size }) };
}

/** Whether the target of each example is one number that names one of several outputs. */
function areLabels({ size, targets }: Batch, outputs: number): boolean {
  if (targets.length !== size || outputs < 2) return false;
  return targets.every((one) => Number.isInteger(one) && one >= 0 && one < outputs);
}

/**
 * Count examples whose label has the greatest output.
 *
 * There is a label for each; of equal outputs the first counts.
 */
export function rightAnswers(outputs: Float64Array, labels: Float64Array): number {
  const each = outputs.length / labels.length;
  let right = 0;
  for (let example = 0; example < labels.length; example++) {
    let best = 0;
    for (let k = 1; k < each; k++) {
      if ((outputs[example * each + k] as number) > (outputs[example * each + best] as number))
        best = k;
    }
    if (best === labels[example]) right++;
  }
  return right;
}
