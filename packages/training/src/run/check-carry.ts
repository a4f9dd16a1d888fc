import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { BATCH, TRAINING_OPTION } from "../errors.ts";

/** Refuse to carry states over where gradients are not found by backpropagation through time, or a batch is normalised. */
export function checkCarry(
  { carry = false, normalise = [] }: Pick<LearningRequest, "carry" | "normalise">,
  isBack: boolean,
): void {
  if (!carry) return;
  if (!isBack) throw notCarried("What finds these gradients does not carry states over.");
  if (normalise.length === 0) return;
  throw notCarried(
    "What is normalised over a batch is so over all of its steps, which are others later.",
  );
}

/** Say that states are not carried over, and why. */
export function notCarried(message: string): Error {
  return TRAINING_OPTION({
    place: "carry",
    message,
    expected: "false",
    got: "true",
    next: "Train with backpropagation through time (bptt) without normalisation, or use batches as long as a sample.",
  });
}

/** Refuse examples that go on, where nothing carries states over. */
export function checkAlone({ continues }: Batch): void {
  const found = continues?.indexOf(1) ?? -1;
  if (found < 0) return;
  throw BATCH({
    place: `continues, example ${found}`,
    message: "States are not carried from batch to batch.",
    expected: "samples that start from the network's initial state",
    got: "one that goes on",
    next: "In a script, pass carry: true to beginLearning; in a training file, use windows.",
  });
}
