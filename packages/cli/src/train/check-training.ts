import type { SpikeLoomError, Stack } from "@spikeloom/kernel";
import { allErrors, asCoded, inFile } from "../print/coded.ts";
import { formatCounted } from "../print/numbers.ts";
import { checkLarge } from "./check-large.ts";
import { takenText } from "./estimate-task.ts";
import { scheduleOf } from "./known-names.ts";
import { outlineTask, prepareOutlined, type TaskOutline } from "./prepare-task.ts";
import { readTask } from "./read-task.ts";
import { allWarnings } from "./task-warnings.ts";

/** Findings on a training file. */
export interface CheckedTraining {
  readonly errors: readonly SpikeLoomError[];
  readonly warnings: readonly SpikeLoomError[];
  /** Contents of a file without errors. */
  readonly holds: string | undefined;
}

/** Options of checking a training. */
export interface CheckTrainingOptions {
  readonly stack: Stack;
  readonly allowOutside?: boolean | undefined;
  /** Threads that share the samples of a batch. */
  readonly workers?: number | undefined;
  /** Maximum bytes; by default the available memory. */
  readonly memory?: number | undefined;
}

/** Bytes and steps up to which a check prepares the learner. */
const [mostBytes, mostSteps] = [2 ** 28, 2 ** 17];

/**
 * Check a training as `spikeloom train` begins it: its data are opened and encoded, and nothing is learnt.
 *
 * For one that needs much memory, names are resolved and the data opened, and nothing is allocated.
 */
export async function checkTraining(
  file: string,
  options: CheckTrainingOptions,
): Promise<CheckedTraining> {
  try {
    const task = await readTask(file);
    // Training itself evaluates the schedule, epoch by epoch.
    scheduleOf(task);
    const outlined = await outlineTask(task, { ...options, file });
    const { bytes, steps } = outlined.estimate;
    if (bytes > mostBytes || steps > mostSteps) {
      const { train, test } = await checkLarge(outlined);
      const holds = holdsText([train.size, test.size], outlined);
      return { errors: [], warnings: [], holds: `${holds}; nothing was encoded or drawn` };
    }
    const prepared = await prepareOutlined(outlined);
    const learner = await prepared.begin(undefined, options.workers);
    await learner.close?.();
    const { train, test } = prepared;
    const warnings = allWarnings(prepared).map((one) => inFile(one, file));
    return {
      errors: [],
      warnings,
      holds: holdsText([train.samples.size, test.samples.size], outlined),
    };
  } catch (fault) {
    const coded = asCoded(fault);
    if (coded === undefined) throw fault;
    const errors = allErrors(coded).map((one) =>
      one.place?.includes(file) === true ? one : inFile(one, file),
    );
    return { errors, warnings: [], holds: undefined };
  }
}

/** Report the number of samples, and roughly the cost of training. */
function holdsText(
  [learnt, tested]: readonly [number, number],
  { estimate, task }: Pick<TaskOutline, "estimate" | "task">,
): string {
  const [train, test] = [learnt, tested].map((size) => formatCounted(size, "sample"));
  const taken = takenText(estimate, { samples: learnt, epochs: task.epochs });
  return `${train} to learn from, ${test} to test with; ${taken}`;
}
