import type { NetworkRecord, Readout } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { type Examples, windowedExamples } from "@spikeloom/training";
import { TRAINING_FILE } from "./errors.ts";
import type { TrainingTask } from "./task.ts";

/** How the samples of a task are cut into windows. */
export interface TaskWindows {
  /** The network as it learns, which lasts as long as a window. */
  readonly network: NetworkRecord;
  /** What answers for a sample: the readout of the last window. */
  readonly readout: Readout;
  /** Cut what is learnt from. */
  cut(examples: Examples): Examples;
}

/**
 * Cut the samples of a task into its windows; undefined where it has none.
 *
 * Throws `SL_TRAINING_FILE` where windows have no whole steps, or the readout has a window of its own.
 */
export function taskWindows(
  { windows = 1, readout }: Pick<TrainingTask, "windows" | "readout">,
  network: NetworkRecord,
  dt: number,
): TaskWindows | undefined {
  const { duration } = network;
  // A network without a duration is refused where learning begins.
  if (windows === 1 || duration === undefined) return undefined;
  const all = Math.round(readTime(duration, "duration") / dt);
  const steps = all / windows;
  if (!Number.isInteger(steps)) {
    throw TRAINING_FILE({
      place: "windows",
      message: "The steps of a sample cannot be shared out among so many windows.",
      ...{ expected: `a divisor of ${all}`, got: String(windows) },
      next: 'Take another number, or another "duration" of the network.',
    });
  }
  if (readout.window !== undefined) {
    throw TRAINING_FILE({
      place: "readout.window",
      message: "Where samples are learnt in windows, each of these is read as a whole.",
      ...{ expected: "none", got: `${readout.window.from} to ${readout.window.until} ms` },
      next: "Leave it out.",
    });
  }
  return {
    network: { ...network, duration: `${steps * dt} ms` },
    readout: { ...readout, window: { from: (all - steps) * dt, until: all * dt } },
    cut: (examples) => windowedExamples(examples, { windows, steps }),
  };
}
