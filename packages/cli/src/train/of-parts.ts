import type { PreparedTask, TaskExamples } from "./prepare-task.ts";

/** Parts of a task's data: `train`, `validation`, `test`. */
export type TaskParts = Pick<PreparedTask, "train" | "validation" | "test">;

/** Collect a property of each part of a task's data; parts without it are omitted. */
export function ofParts<T>(
  { train, validation, test }: TaskParts,
  find: (part: TaskExamples) => T | undefined,
): Readonly<Record<string, T>> {
  const found: Record<string, T> = {};
  for (const [name, part] of Object.entries({ train, validation, test })) {
    const own = part && find(part);
    if (own !== undefined) found[name] = own;
  }
  return found;
}
