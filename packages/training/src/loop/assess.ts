import type { Learner } from "@spikeloom/kernel";
import type { Examples } from "./examples.ts";

/** How far a learner is from the targets of examples. */
export interface Score {
  readonly loss: number;
  /** The share of examples whose label has the greatest output; only where targets are labels. */
  readonly accuracy: number;
}

/** Assess a learner on examples, without learning. */
export async function assess(learner: Learner, examples: Examples, batchSize = 64): Promise<Score> {
  let [loss, right] = [0, 0];
  for (let at = 0; at < examples.size; at += batchSize) {
    const length = Math.min(batchSize, examples.size - at);
    const batch = examples.batch(Uint32Array.from({ length }, (_, k) => at + k));
    const found = await learner.evaluate(batch);
    loss += found.loss * length;
    right += rightAnswers(found.outputs, batch.targets);
  }
  return { loss: loss / examples.size, accuracy: right / examples.size };
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
