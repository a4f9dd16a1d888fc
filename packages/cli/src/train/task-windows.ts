import type { Configured, LearningRecord, NetworkRecord, Readout } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { type Examples, windowedExamples } from "@spikeloom/training";
import { TRAINING_FILE } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/** Windows of the samples of a task. */
export interface TaskWindows {
  /** The network for training, which lasts as long as a window. */
  readonly network: NetworkRecord;
  /** The readout of a sample: that of the last window. */
  readonly readout: Readout;
  /** Cut training samples. */
  cut(examples: Examples): Examples;
}

type WindowedTask = Pick<TrainingTask, "windows" | "readout" | "normalise">;

interface WindowsRequest {
  /** In ms. */
  readonly dt: number;
  readonly learning: LearningRecord | Configured<LearningRecord>;
}

/**
 * Cut the samples of a task into its windows; undefined if it has none.
 *
 * Throws `SL_TRAINING_FILE` if the learner carries no states over, or something is normalised over a batch, if windows
 * have a
 * fractional number of steps, or the readout has its own window.
 */
export function taskWindows(
  task: WindowedTask,
  network: NetworkRecord,
  { dt, learning }: WindowsRequest,
): TaskWindows | undefined {
  const { windows = 1, readout } = task;
  const { duration } = network;
  // A network without a duration is refused when training begins.
  if (windows === 1 || duration === undefined) return undefined;
  checkCarried(task, learning);
  const all = Math.round(readTime(duration, "duration") / dt);
  const steps = all / windows;
  if (!Number.isInteger(steps)) {
    throw TRAINING_FILE({
      place: "windows",
      message: "The steps of a sample cannot be divided into this number of windows.",
      expected: `a divisor of ${all}`,
      got: String(windows),
      next: 'Change the number of windows, or the "duration" of the network.',
    });
  }
  if (readout.window !== undefined) {
    throw TRAINING_FILE({
      place: "readout.window",
      message: "With windows, each window is read as a whole.",
      expected: "none",
      got: `${readout.window.from} to ${readout.window.until} ms`,
      next: "Remove it.",
    });
  }
  return {
    network: { ...network, duration: `${steps * dt} ms` },
    readout: { ...readout, window: { from: (all - steps) * dt, until: all * dt } },
    cut: (examples) => windowedExamples(examples, { windows, steps }),
  };
}

/** Refuse windows if states do not continue from each to the next. */
function checkCarried(
  { windows, normalise = [] }: WindowedTask,
  learning: WindowsRequest["learning"],
): void {
  const { name, carries } = "model" in learning ? learning.model : learning;
  if (carries !== true) {
    throw notInWindows(
      windows,
      `"${name}" does not carry the states of neurons over from window to window.`,
      'Remove it, or set "learner": "bptt".',
    );
  }
  if (normalise.length === 0) return;
  throw notInWindows(
    windows,
    "Batch normalisation covers all steps of a sample, not those of a window.",
    'Remove it, or "normalise".',
  );
}

function notInWindows(windows: number | undefined, message: string, next: string): Error {
  return TRAINING_FILE({ place: "windows", message, expected: "1", got: String(windows), next });
}
