import type { SpikeLoomError, Stack } from "@spikeloom/kernel";
import { allErrors, asCoded, inFile } from "../print/coded.ts";
import { formatCounted } from "../print/numbers.ts";
import { scheduleOf } from "./known-names.ts";
import { lateFault } from "./late-spikes.ts";
import { prepareTask } from "./prepare-task.ts";
import { readTask } from "./read-task.ts";

/** What was found of a training file. */
export interface CheckedTraining {
  readonly errors: readonly SpikeLoomError[];
  readonly warnings: readonly SpikeLoomError[];
  /** What a file without errors holds. */
  readonly holds: string | undefined;
}

/** How a training is checked. */
export interface CheckTrainingOptions {
  readonly stack: Stack;
  readonly allowOutside?: boolean | undefined;
  /** Threads that share out the samples of a batch. */
  readonly workers?: number | undefined;
}

/** Check a training as `spikeloom train` begins it: its data are opened and encoded, and nothing is learnt. */
export async function checkTraining(
  file: string,
  { stack, allowOutside, workers }: CheckTrainingOptions,
): Promise<CheckedTraining> {
  try {
    const task = await readTask(file);
    // Learning itself asks for the schedule, epoch by epoch.
    scheduleOf(task);
    const prepared = await prepareTask(task, { stack, file, allowOutside });
    const learner = await prepared.begin(undefined, workers);
    await learner.close?.();
    const late = lateFault(prepared);
    const { train, test } = prepared;
    const [learnt, tested] = [train, test].map(({ samples }) =>
      formatCounted(samples.size, "sample"),
    );
    const holds = `${learnt} to learn from, ${tested} to test with`;
    return { errors: [], warnings: late === undefined ? [] : [inFile(late, file)], holds };
  } catch (fault) {
    const coded = asCoded(fault);
    if (coded === undefined) throw fault;
    const errors = allErrors(coded).map((one) =>
      one.place?.includes(file) === true ? one : inFile(one, file),
    );
    return { errors, warnings: [], holds: undefined };
  }
}
