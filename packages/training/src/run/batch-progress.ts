import { normalises } from "../program/layer-order.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** Runs the steps of a pass in parts, and counts these for other threads. */
export interface BatchProgress {
  /** Start counting a batch, of which evaluation counts nothing; only the thread that has created it does so. */
  begin(batch: { readonly size: number; readonly learns: boolean }): void;
  /** Run the steps of a pass of a group, part by part: from a step up to, but excluding, another. */
  eachPart(examples: number, run: (from: number, until: number) => void): void;
  /** Count work of a group that is not done in parts, as much as that of a pass. */
  addPass(examples: number): void;
}

/** Minimum number of steps of a part, and maximum number of parts of a pass. */
const [leastSteps, mostParts] = [64, 256];
/** Passes of a sample that learns: forward, back, and the sums of gradients. */
const learningPasses = 3;

/**
 * Create the counter of a batch's progress.
 *
 * Each step of a part follows the one before, so that the number of parts changes no bit. Normalisation needs the sums
 * of all steps at once.
 */
export function batchProgress(
  program: Pick<TrainingProgram, "steps" | "lead" | "populations" | "projections">,
  words: Int32Array | undefined,
): BatchProgress {
  const steps = program.steps - program.lead;
  const isWhole = words === undefined || normalises(program);
  const part = isWhole ? steps : Math.max(leastSteps, Math.ceil(steps / mostParts));
  const parts = Math.max(1, Math.ceil(steps / part));
  const add = (count: number): void => {
    if (words !== undefined) Atomics.add(words, 0, count);
  };
  return {
    begin({ size, learns }) {
      if (words === undefined) return;
      Atomics.store(words, 0, 0);
      Atomics.store(words, 1, learns ? size * parts * learningPasses : 0);
    },
    eachPart(examples, run) {
      for (let from = 0; from < steps; from += part) {
        run(from, Math.min(steps, from + part));
        add(examples);
      }
    },
    addPass: (examples) => add(examples * parts),
  };
}
