import { subexpressionCycle } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { freeNames } from "./names.ts";

/** Order definitions so that each comes after those it reads; throws on a cycle. */
export function orderSubexpressions(definitions: ReadonlyMap<string, Expression>): string[] {
  const reads = new Map<string, string[]>();
  for (const [of, e] of definitions) {
    reads.set(
      of,
      [...freeNames(e)].filter((read) => definitions.has(read)),
    );
  }
  const ordered = new Set<string>();
  // An explicit stack instead of recursion: a chain of definitions may be longer than the call stack.
  for (const start of definitions.keys()) {
    const path: string[] = [start];
    const onPath = new Set(path);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = reads.get(top)?.find((read) => !ordered.has(read));
      if (next === undefined) {
        ordered.add(top);
        onPath.delete(top);
        path.pop();
        continue;
      }
      if (onPath.has(next)) {
        throw subexpressionCycle({ cycle: [...path.slice(path.indexOf(next)), next] });
      }
      path.push(next);
      onPath.add(next);
    }
  }
  return [...ordered];
}
