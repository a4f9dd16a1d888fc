import { type Expression, freeNames } from "@spikeloom/equations";
import type { Kernel, SlotRole, StepProgram } from "../neurons/step-program.ts";
import { type Equation, equation, type Reading } from "./equation.ts";
import { type Entry, entriesOf, resultsOf, withoutNamesReadOnce } from "./kernel-entries.ts";
import { freshNames, hintOf, readableName, readableSlot } from "./readable-names.ts";

/** Context for printing a step. */
export interface StepReading {
  readonly digits: number | undefined;
  /** Phases replaced by other equations. */
  readonly hidden: ReadonlySet<string>;
}

/** An equation with the phase that it belongs to. */
export interface PhasedEquation {
  readonly phase: string;
  readonly equation: Equation;
}

/**
 * Convert a step to equations, in order.
 *
 * A program numbers values, `v.1`, `v.2`; here a variable keeps its name once its old value is no longer read, and `←`
 * assigns the new one.
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
  const isVariable = (text: string): boolean => variableRoles.has(slots.get(text)?.role ?? "input");
  const nameOf = (text: string): string => {
    const slot = slots.get(text);
    return slot === undefined ? readableName(text) : readableSlot(slot);
  };
  const results = resultsOf(kernel);
  const entries = withoutNamesReadOnce(entriesOf(kernel, hidden), results, isVariable);
  const names = namesOf(entries, results, { slots: [...slots.keys()], isVariable, nameOf });
  const reading: Reading = { digits, nameOf: (text) => names.get(text) ?? nameOf(text) };
  const found = entries.flatMap(({ name, phase, value }): PhasedEquation[] => {
    if (value === undefined) return [];
    const left = reading.nameOf(name);
    const sign = left === nameOf(hintOf(name)) && isVariable(hintOf(name)) ? "←" : "=";
    return [{ phase, equation: equation(left, sign, value, reading) }];
  });
  const last = kernel.phases?.at(-1)?.phase ?? "reset";
  const stores = kernel.stores.flatMap(([slot, value]): PhasedEquation[] => {
    if (!isVariable(slot)) return [];
    const stored = equation(nameOf(slot), "←", value, reading);
    return stored.left === stored.right ? [] : [{ phase: last, equation: stored }];
  });
  return [...found, ...stores];
}

/** Roles of slots that a step changes for the next step or its other kernel. */
const variableRoles: ReadonlySet<SlotRole> = new Set(["state", "refractory", "edge", "carried"]);

interface Known {
  readonly slots: readonly string[];
  isVariable(text: string): boolean;
  /** Return the displayed name of a slot or any other name. */
  nameOf(text: string): string;
}

/** Name all values: a new value of a variable gets the name of the variable if its old value is no longer read. */
function namesOf(
  entries: readonly Entry[],
  results: readonly Expression[],
  { slots, isVariable, nameOf }: Known,
): ReadonlyMap<string, string> {
  const lastRead = lastReads(entries, results);
  const fresh = freshNames(slots.map(nameOf).filter((text) => !carriedNames.has(text)));
  const names = new Map<string, string>();
  const versions = new Map<string, string[]>();
  entries.forEach(({ name }, index) => {
    const hint = hintOf(name);
    if (!isVariable(hint)) {
      if (lastRead.has(name)) names.set(name, fresh.of(nameOf(hint)));
      return;
    }
    const older = versions.get(hint) ?? [hint];
    const isOver = older.every((one) => (lastRead.get(one) ?? -1) <= index);
    names.set(name, isOver ? nameOf(hint) : fresh.of(nameOf(hint)));
    versions.set(hint, [...older, name]);
  });
  return names;
}

/** Find slots that pass a value on under its own name. */
const carriedNames: ReadonlySet<string> = new Set(["free", "spiked"]);

/** Find the index of the last entry that reads each name; results are read last. */
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
