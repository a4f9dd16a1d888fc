import {
  compileExpression,
  constants,
  type Expression,
  freeNames,
  inlineUnits,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { expandPowers } from "../neurons/expand-powers.ts";
import { number } from "../tree.ts";

/** A formula that only reads the names with which it is evaluated. */
export interface ClosedFormula {
  readonly value: Expression;
  /** The names it reads. */
  readonly reads: ReadonlySet<string>;
}

/** Meanings of the names in a formula. */
export interface FormulaNames {
  /** Names that remain, because their values change. */
  readonly names: readonly string[];
  /** Names with a fixed value in internal units. */
  readonly values: ReadonlyMap<string, number>;
  readonly place: string;
  readonly text: string;
}

/** Replace the units, constants and fixed values of a formula by numbers; reject unknown names and functions. */
export function closedFormula(
  formula: Expression,
  { names, values, place, text }: FormulaNames,
): ClosedFormula {
  const known = new Set([...names, ...values.keys()]);
  const inlined = inlineUnits(formula, (name) => known.has(name));
  const reads = new Set(names.filter((name) => freeNames(inlined).has(name)));
  const slots = new Map([...known].map((name, slot) => [name, slot]));
  // Compiled only for the errors that it throws.
  compileExpression(inlined, { slots, source: { place, text } });
  const numbers = new Map(
    [...Object.entries(constants), ...values].map(([name, value]) => [name, number(value)]),
  );
  for (const name of names) numbers.delete(name);
  const fixed = expandPowers(substitute(inlined, numbers));
  return { value: simplify(fixed, { functions: hostFunctions }), reads };
}
