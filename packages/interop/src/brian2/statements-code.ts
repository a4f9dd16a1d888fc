import {
  type Expression,
  formatExpression,
  freeNames,
  parseExpression,
  sameExpression,
} from "@spikeloom/equations";
import type { Assignments, ExpressionRecord } from "@spikeloom/kernel";
import { type Naming, translated } from "./expression-code.ts";

/**
 * Write simultaneous assignments as sequential statements.
 *
 * Values that a later statement reads are stored under temporary names first. Sums onto a variable are written as
 * increments, which may come in any order. Sub-expressions read the variables that they consist of.
 */
export function statementsCode(
  assignments: Assignments,
  naming: Naming,
  expressions: Readonly<Record<string, ExpressionRecord>> = {},
): readonly string[] {
  const parsed = Object.entries(assignments).map(
    ([name, text]) => [name, parseExpression(text)] as const,
  );
  const kept: string[] = [];
  const last: string[] = [];
  const lines = parsed.flatMap(([name, value], k) => {
    const isReadLater = parsed.slice(k + 1).some(([, later]) => reads(later, name, expressions));
    if (!isReadLater) return [statement(naming(name), value, { naming, name })];
    const before = `${brianLocal(name)}_new`;
    kept.push(`${before} = ${formatExpression(translated(value, naming))}`);
    last.push(`${naming(name)} = ${before}`);
    return [];
  });
  return [...kept, ...lines, ...last];
}

/** Whether an expression reads a name, directly or through sub-expressions. */
function reads(
  e: Expression,
  name: string,
  expressions: Readonly<Record<string, ExpressionRecord>>,
): boolean {
  const seen = new Set<string>();
  const waiting = [...freeNames(e)];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one === name) return true;
    if (seen.has(one)) continue;
    seen.add(one);
    const value = Object.hasOwn(expressions, one) ? expressions[one]?.value : undefined;
    if (value !== undefined) waiting.push(...freeNames(parseExpression(value)));
  }
  return false;
}

function brianLocal(name: string): string {
  return name.replaceAll(/_(pre|post)$/g, "_of_$1");
}

function statement(
  target: string,
  value: Expression,
  { naming, name }: { readonly naming: Naming; readonly name: string },
): string {
  // A literal zero has any unit here, but none in Brian2.
  if (value.kind === "number" && value.value === 0) return `${target} = 0*${target}`;
  const added = increment(value, name);
  const written = formatExpression(translated(added ?? value, naming));
  return added === undefined ? `${target} = ${written}` : `${target} += ${written}`;
}

/** Term added to a variable, if the assignment does only that. */
function increment(value: Expression, name: string): Expression | undefined {
  if (value.kind !== "add") return undefined;
  const own: Expression = { kind: "name", name };
  for (const [side, other] of [
    [value.left, value.right],
    [value.right, value.left],
  ] as const) {
    if (sameExpression(side, own) && !freeNames(other).has(name)) return other;
  }
  return undefined;
}
