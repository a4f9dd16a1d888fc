import {
  type Code,
  type ColumnCode,
  compileColumns,
  compileExpression,
  drawsNumbers,
  type Expression,
  type FunctionTable,
  freeNames,
  inlineUnits,
  parseExpression,
  requireDimension,
} from "@spikeloom/equations";
import type { Dimension } from "@spikeloom/units";
import type { Wanted } from "./scalar.ts";

/** A checked formula that is ready to be evaluated. */
export interface Formula {
  /** The offered names that it reads. */
  readonly reads: ReadonlySet<string>;
  /** Whether it draws random numbers: `compute` must then be called in the order of the draws. */
  readonly draws: boolean;
  /** Computes it; `frame` contains the value of each offered name, in their order. */
  readonly compute: Code;
  /** Computes it for many sets of values: one number or column per offered name, in their order. */
  readonly fill: ColumnCode;
}

/** Names available to a formula, and the functions used to evaluate it. */
export interface FormulaScope {
  readonly names: ReadonlyMap<string, Dimension>;
  readonly functions: FunctionTable;
}

/** Parse a formula, check its names and dimension, and compile it. */
export function prepareFormula(text: string, scope: FormulaScope, wanted: Wanted): Formula {
  const e = checkFormula(text, scope.names, wanted);
  const names = [...scope.names.keys()];
  const slots = new Map(names.map((name, slot) => [name, slot]));
  const inlined = inlineUnits(e, (name) => slots.has(name));
  const context = { slots, functions: scope.functions };
  const free = freeNames(e);
  return {
    reads: new Set(names.filter((name) => free.has(name))),
    draws: drawsNumbers(e),
    compute: compileExpression(inlined, context),
    fill: compileColumns(inlined, context),
  };
}

/** Parse a formula and check its names and dimension. */
export function checkFormula(
  text: string,
  names: ReadonlyMap<string, Dimension>,
  { dimension, place }: Wanted,
): Expression {
  const e = parseExpression(text, { place, juxtaposition: true });
  requireDimension(e, dimension, {
    scope: (name) => names.get(name),
    context: { text, place, names: [...names.keys()] },
    what: "This value",
  });
  return e;
}
