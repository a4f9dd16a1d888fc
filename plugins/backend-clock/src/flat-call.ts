import { interpret, type Routine } from "@spikeloom/code";

/** A function of a machine: takes addresses and numbers as separate arguments, like WebAssembly. */
export type FlatCall = (...values: readonly number[]) => number;

/** Interpret a routine as a function that takes its arrays and parameters as separate arguments. */
export function flatCall(routine: Routine, where: Parameters<typeof interpret>[1]): FlatCall {
  const run = interpret(routine, where);
  const { length } = routine.passed;
  return (...values) => Number(run(values.slice(0, length), values.slice(length))[0] ?? 0);
}
