import type { RuleArrays } from "../../../../routines/rules/rule-arrays.ts";
import { ruleRoutines } from "../../../../routines/rules/rule-routines.ts";
import type { ModuleBuilder } from "../../encoder/module.ts";
import { overrideRoutine, type RoutineOptions, webAssemblyRoutine } from "../../routine.ts";
import { isWide, wideRow } from "./wide-row.ts";

/** How the routines of a rule become functions. */
export interface RuleOptions extends Omit<RoutineOptions, "exported"> {
  /** The name that a routine is exported under. */
  exported(name: string): string;
}

/**
 * Write the routines of a rule, and return their names.
 *
 * Rows are done several synapses at once where that can be.
 */
export function writeRule(
  m: ModuleBuilder,
  rule: RuleArrays,
  { exported, ...options }: RuleOptions,
): readonly string[] {
  const { routines, row } = ruleRoutines(rule);
  if (isWide(rule)) {
    const { addressOf } = options;
    overrideRoutine(m, row.routine, options, (general) =>
      wideRow(m, { rule, row, addressOf, general }),
    );
  }
  for (const [name, made] of routines) {
    webAssemblyRoutine(m, made, { ...options, exported: exported(name) });
  }
  return [...routines.keys()];
}
