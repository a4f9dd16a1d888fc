import { checkSize } from "../bounds.ts";
import { findFunction } from "../builtin-functions.ts";
import { children } from "../children.ts";
import type { Expression } from "../expression.ts";
import { calledFunctions, freeNames, substitute } from "../names.ts";
import { orderSubexpressions } from "../order-subexpressions.ts";
import { expandStatement, type Statement } from "../parse-statements.ts";
import { EQUATIONS_UNSUPPORTED } from "./equations-errors.ts";

/** Additional names that statements may read, besides plain variables. */
export interface StatementContext {
  readonly place: string;
  /** Sub-expressions by name; those that read a changed variable are inlined. */
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Names that keep their old value, whatever the statements do. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Turn sequential statements into simultaneous assignments.
 *
 * Each right-hand side is written in terms of the old values; auxiliary variables of the statements are inlined. The result holds
 * every target in the order of its first statement.
 */
export function simultaneous(
  statements: readonly Statement[],
  context: StatementContext,
): ReadonlyMap<string, Expression> {
  const definitions = affected(statements, context);
  const now = new Map<string, Expression>();
  for (const statement of statements) {
    const { target, expression } = expandStatement(statement);
    const replacements = new Map(now);
    for (const name of freeNames(expression)) {
      const definition = now.has(name) ? undefined : definitions.get(name);
      if (definition !== undefined) replacements.set(name, substitute(definition, now));
    }
    const value = checkSize(substitute(expression, replacements), context.place);
    checkDraws(value, now, context);
    now.set(target, value);
  }
  return now;
}

/** Sub-expressions that read a target of the statements, expanded to plain variables. */
function affected(
  statements: readonly Statement[],
  { expressions, kept, place }: StatementContext,
): ReadonlyMap<string, Expression> {
  const targets = new Set(statements.map(({ target }) => target));
  const definitions = new Map<string, Expression>();
  for (const name of orderSubexpressions(expressions)) {
    const expression = expressions.get(name);
    if (expression === undefined || kept.has(name)) continue;
    const reads = freeNames(expression);
    if (![...reads].some((read) => targets.has(read) || definitions.has(read))) continue;
    definitions.set(name, checkSize(substitute(expression, definitions), place));
  }
  return definitions;
}

// A draw read by two assignments would be drawn twice if it were inlined in both.
function checkDraws(
  value: Expression,
  now: ReadonlyMap<string, Expression>,
  { place }: StatementContext,
): void {
  const drawn = drawsIn(value);
  const before = new Set([...now.values()].flatMap(drawsIn));
  const isRepeated = new Set(drawn).size < drawn.length;
  if (!isRepeated && !drawn.some((draw) => before.has(draw))) return;
  throw EQUATIONS_UNSUPPORTED({
    place,
    message: "A random number of one statement is used by another.",
    next: 'Give it a line of its own in the equations, with "(constant over dt)".',
  });
}

/** The calls that draw, by identity: the same object twice is one draw used twice. */
function drawsIn(value: Expression): Expression[] {
  if (value.kind === "name" || value.kind === "number") return [];
  if (![...calledFunctions(value)].some(isDraw)) return [];
  const own = value.kind === "call" && isDraw(value.name) ? [value] : [];
  return [...own, ...children(value).flatMap(drawsIn)];
}

function isDraw(name: string): boolean {
  return findFunction(name)?.stochastic === true;
}
