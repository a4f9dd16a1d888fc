import { children, type Expression, substitute } from "@spikeloom/equations";
import type { Phase } from "@spikeloom/kernel";
import { namesIn } from "../neurons/statements.ts";
import { isLoop, type Kernel } from "../neurons/step-program.ts";
import { hintOf } from "./readable-names.ts";

/** A value of a kernel with the phase that computes it. */
export interface Entry {
  readonly name: string;
  readonly phase: Phase | "input";
  /** Undefined if the equations of the phase replace it. */
  readonly value: Expression | undefined;
}

/** List the values of a kernel; those of `hidden` phases only have names. */
export function entriesOf(kernel: Kernel, hidden: ReadonlySet<string>): readonly Entry[] {
  const { statements, phases = [] } = kernel;
  let from = 0;
  return phases.flatMap(({ phase, until }): Entry[] => {
    const own = statements.slice(from, until);
    from = until;
    return own.flatMap((statement): Entry[] => {
      if (!isLoop(statement) && !hidden.has(phase)) {
        return [{ name: statement[0], phase, value: statement[1] }];
      }
      return [...namesIn([statement])].map((name) => ({ name, phase, value: undefined }));
    });
  });
}

/** List the expressions that a kernel stores. */
export function resultsOf({ stores, spikes }: Kernel): readonly Expression[] {
  return [...stores.map(([, value]) => value), ...(spikes === undefined ? [] : [spikes])];
}

/** Names that readers look for, which are never inlined. */
const kept = new Set(["free", "spiked", "count"]);

/**
 * Inline values that are read once, and drop those that are never read.
 *
 * Only within a phase, so that each phase shows its own computation; new values of variables are never inlined.
 */
export function withoutNamesReadOnce(
  entries: readonly Entry[],
  results: readonly Expression[],
  isVariable: (text: string) => boolean,
): readonly Entry[] {
  const readers = readersOf(entries, results);
  const put = new Map<string, Expression>();
  return entries.flatMap((entry) => {
    const by = readers.get(entry.name) ?? [];
    if (entry.value === undefined) return [entry];
    if (by.length === 0) return [];
    const value = substitute(entry.value, put);
    const hint = hintOf(entry.name);
    const isNamed = kept.has(hint) || isVariable(hint);
    if (by.length > 1 || by[0] !== entry.phase || isNamed) return [{ ...entry, value }];
    put.set(entry.name, value);
    return [];
  });
}

/** List the phases that read each name, once for each read. */
function readersOf(
  entries: readonly Entry[],
  results: readonly Expression[],
): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  const count = (node: Expression, phase: string): void => {
    if (node.kind === "name") readers.set(node.name, [...(readers.get(node.name) ?? []), phase]);
    for (const part of children(node)) count(part, phase);
  };
  for (const { value, phase } of entries) if (value !== undefined) count(value, phase);
  for (const value of results) count(value, "results");
  return readers;
}
