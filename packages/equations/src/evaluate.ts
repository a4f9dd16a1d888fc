import { type Code, compileWith, fixedValue, functionOf } from "./compile-expression.ts";
import type { SourceContext } from "./errors-at.ts";
import type { Expression } from "./expression.ts";
import type { FunctionTable } from "./function-table.ts";

/** Values and functions for evaluating an expression. */
export interface Evaluation {
  /** Value of a name in internal units; undefined to fall back on constants and units. */
  readonly scope: (name: string) => number | undefined;
  /** Functions that replace or extend the built-in ones, such as those that draw random numbers. */
  readonly functions?: FunctionTable | undefined;
  readonly source?: SourceContext | undefined;
}

/** Expressions are compiled once and cached. */
const compiled = new WeakMap<Expression, Code<Evaluation>>();

/**
 * Compute the value of an expression; truth values are 1 and 0.
 *
 * The value has the same bits as in a simulation in doubles. `compileExpression` is faster for repeated evaluation.
 */
export function evaluate(e: Expression, evaluation: Evaluation): number {
  const known = compiled.get(e);
  if (known !== undefined) return known(evaluation);
  const code = compileWith<Evaluation>(e, {
    name:
      (node) =>
      ({ scope, source }) =>
        scope(node.name) ?? fixedValue(node, source ?? {}),
    call: (name, args, node) => (given) => {
      const { functions = {}, source = {} } = given;
      const values = args.map((arg) => arg(given));
      return functionOf(node, name, { functions, source })(...values);
    },
  });
  compiled.set(e, code);
  return code(evaluation);
}
