import type { LoadedTrained } from "./load-trained.ts";

/** How often the same layers without spikes are evaluated for a sample. */
export interface Passes {
  readonly count: number;
  readonly reason: "steps of the values" | "events" | "recurrence" | "signal" | "one pass";
}

/**
 * Count the evaluations of the same layers without spikes for a sample.
 *
 * Layers that see a sequence are evaluated once per step: the steps of `values`, else those of the network where the
 * samples are events or signals, or where projections form a cycle. Anything else takes one pass.
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

/** Whether populations feed back into themselves, by way of others too. */
export function hasCycle(
  links: readonly { readonly from: string; readonly to: string }[],
): boolean {
  // What nothing feeds is taken away, until nothing is left or only what cycles feed.
  let left = links;
  for (;;) {
    const fed = new Set(left.map(({ to }) => to));
    const next = left.filter(({ from }) => fed.has(from));
    if (next.length === left.length) return left.length > 0;
    left = next;
  }
}
