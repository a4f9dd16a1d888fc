import { type Expression, freeNames } from "@spikeloom/equations";
import type { Kernel, StepProgram } from "../neurons/step-program.ts";
import { type Equation, equation, type Reading } from "./equation.ts";
import { type Entry, entriesOf, resultsOf, withoutNamesReadOnce } from "./kernel-entries.ts";
import { freshNames, hintOf, readableName } from "./readable-names.ts";

/** How a step is written. */
export interface StepReading {
  readonly digits: number | undefined;
  /** Phases for which other equations stand. */
  readonly hidden: ReadonlySet<string>;
}

/** An equation with the phase that it belongs to. */
export interface PhasedEquation {
  readonly phase: string;
  readonly equation: Equation;
}

/**
 * Write what a step does as equations, in order.
 *
 * Values are numbered in a program, `v.1`, `v.2`; here a variable keeps its name wherever nothing reads its
 * old value any more, and `←` gives it the new one.
 */
export function stepEquations(
  program: StepProgram,
  reading: StepReading,
): readonly PhasedEquation[] {
  return program.kernels.flatMap((kernel) => kernelEquations(kernel, program, reading));
}

function kernelEquations(
  kernel: Kernel,
  { slots }: StepProgram,
  { digits, hidden }: StepReading,
): readonly PhasedEquation[] {
  const isVariable = (text: string): boolean =>
    slots.get(text)?.role === "state" || slots.get(text)?.role === "counter";
  const results = resultsOf(kernel);
  const entries = withoutNamesReadOnce(entriesOf(kernel, hidden), results, isVariable);
  const names = namesOf(entries, results, { slots: [...slots.keys()], isVariable });
  const reading: Reading = { digits, nameOf: (text) => names.get(text) ?? readableName(text) };
  const found = entries.flatMap(({ name, phase, value }): PhasedEquation[] => {
    if (value === undefined) return [];
    const left = reading.nameOf(name);
    const sign = left === readableName(hintOf(name)) && isVariable(hintOf(name)) ? "←" : "=";
    return [{ phase, equation: equation(left, sign, value, reading) }];
  });
  const last = kernel.phases?.at(-1)?.phase ?? "reset";
  const stores = kernel.stores.flatMap(([slot, value]): PhasedEquation[] => {
    if (!isVariable(slot)) return [];
    const stored = equation(readableName(slot), "←", value, reading);
    return stored.left === stored.right ? [] : [{ phase: last, equation: stored }];
  });
  return [...found, ...stores];
}

interface Known {
  readonly slots: readonly string[];
  isVariable(text: string): boolean;
}

/** Name all values: a new value of a variable as the variable itself, where its old one is read no more. */
function namesOf(
  entries: readonly Entry[],
  results: readonly Expression[],
  { slots, isVariable }: Known,
): ReadonlyMap<string, string> {
  const lastRead = lastReads(entries, results);
  const fresh = freshNames(slots.map(readableName).filter((text) => !carriedNames.has(text)));
  const names = new Map<string, string>();
  const versions = new Map<string, string[]>();
  entries.forEach(({ name }, index) => {
    const hint = hintOf(name);
    if (!isVariable(hint)) {
      if (lastRead.has(name)) names.set(name, fresh.of(readableName(hint)));
      return;
    }
    const older = versions.get(hint) ?? [hint];
    const isOver = older.every((one) => (lastRead.get(one) ?? -1) <= index);
    names.set(name, isOver ? readableName(hint) : fresh.of(readableName(hint)));
    versions.set(hint, [...older, name]);
  });
  return names;
}

/** Slots that hand a value on under its own name. */
const carriedNames: ReadonlySet<string> = new Set(["free", "spiked"]);

/** The number of the last entry that reads each name; what results read is read last. */
function lastReads(
  entries: readonly Entry[],
  results: readonly Expression[],
): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  entries.forEach(({ value }, index) => {
    if (value !== undefined) for (const text of freeNames(value)) last.set(text, index);
  });
  for (const value of results) for (const text of freeNames(value)) last.set(text, entries.length);
  return last;
}
