import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { BATCH, TRAINING_OPTION } from "../errors.ts";

/** Refuse to carry states with other gradient methods or with normalisation over a batch. */
export function checkCarry(
  { carry = false, normalise = [] }: Pick<LearningRequest, "carry" | "normalise">,
  isBack: boolean,
): void {
  if (!carry) return;
  if (!isBack) throw notCarried("This gradient method does not carry states over.");
  if (normalise.length === 0) return;
  throw notCarried(
    "Normalisation covers all steps of a batch, and carried states would change its statistics.",
  );
}

/** Report that states are not carried over, and why. */
export function notCarried(message: string): Error {
  return TRAINING_OPTION({
    place: "carry",
    message,
    expected: "false",
    got: "true",
    next: "Train with backpropagation through time (bptt) without normalisation, or use batches as long as a sample.",
  });
}

/** Refuse samples that continue if states are not carried over. */
export function checkAlone({ continues }: Batch): void {
  const found = continues?.indexOf(1) ?? -1;
  if (found < 0) return;
  throw BATCH({
    place: `continues, sample ${found}`,
    message: "States are not carried from batch to batch.",
    expected: "samples that start from the network's initial state",
    got: "a sample that continues",
    next: "In a script, pass carry: true to beginLearning; in a training file, use windows.",
  });
}
