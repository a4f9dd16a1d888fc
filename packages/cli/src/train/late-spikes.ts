import type { SpikeLoomError } from "@spikeloom/kernel";
import type { LateSpikes } from "@spikeloom/training";
import { formatCount, formatShare } from "../print/numbers.ts";
import { TRAINING_LATE } from "./errors.ts";
import { ofParts, type TaskParts } from "./of-parts.ts";
import type { PreparedTask } from "./prepare-task.ts";

/** Omitted spikes of a task's samples, part by part; parts without any are missing. */
export type LateParts = Readonly<Record<string, LateSpikes>>;

/** Count the omitted spikes of samples, which come after the duration of the network. */
export function latePartsOf(parts: TaskParts): LateParts {
  return ofParts(parts, ({ late }) => late);
}

/** Report omitted spikes; undefined if there are none. */
export function lateFault(
  prepared: Pick<PreparedTask, "task" | "train" | "validation" | "test" | "network">,
): SpikeLoomError | undefined {
  const all = Object.entries(latePartsOf(prepared));
  if (all.length === 0) return undefined;
  const sum = all.reduce((so, [, { count, of }]) => ({ count: so.count + count, of: so.of + of }), {
    count: 0,
    of: 0,
  });
  const shares = all.map(
    ([name, { count, of }]) => `${formatCount(count)} of ${formatCount(of)} to ${tasks[name]}`,
  );
  // Several events of a cell in a step are one spike, but each is counted.
  const what = prepared.task.data.set === "events" ? "events" : "spikes";
  return TRAINING_LATE({
    duration: prepared.network.duration ?? "0 ms",
    got: `${formatShare(sum.count / sum.of)} of all ${what}: ${shares.join(", ")}`,
  });
}

const tasks: Readonly<Record<string, string>> = {
  train: "learn from",
  validation: "validate with",
  test: "test with",
};
