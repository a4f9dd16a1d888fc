import type { LoadedTrained } from "./load-trained.ts";

/** Number of evaluations of the same layers without spikes per sample. */
export interface Passes {
  readonly count: number;
  readonly reason: "steps of the values" | "events" | "recurrence" | "signal" | "one pass";
}

/**
 * Count the evaluations of the same layers without spikes per sample.
 *
 * Layers with a sequence as input are evaluated once per step: the steps of `values`, else those of the network if the
 * samples are events or signals, or if projections form a cycle. Anything else takes one pass.
 */
export function passesOf(
  { task, test, stack, program }: Pick<LoadedTrained, "task" | "test" | "stack" | "program">,
  steps: number,
): Passes {
  if (task.values?.steps !== undefined) {
    return { count: task.values.steps, reason: "steps of the values" };
  }
  if ("files" in test.samples) return { count: steps, reason: "events" };
  const { encoder } = task;
  const isSignal =
    encoder !== undefined && stack.find("encoder", encoder.name)?.begin !== undefined;
  if (isSignal) return { count: steps, reason: "signal" };
  if (hasCycle(program.projections)) return { count: steps, reason: "recurrence" };
  return { count: 1, reason: "one pass" };
}

/** Whether populations feed back into themselves, directly or indirectly. */
export function hasCycle(
  links: readonly { readonly from: string; readonly to: string }[],
): boolean {
  // Remove populations without input until none are left, or only those that cycles feed.
  let left = links;
  for (;;) {
    const fed = new Set(left.map(({ to }) => to));
    const next = left.filter(({ from }) => fed.has(from));
    if (next.length === left.length) return left.length > 0;
    left = next;
  }
}
