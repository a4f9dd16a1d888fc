import { findFunction } from "./builtin-functions.ts";
import { children, mapChildren, sameExpression } from "./children.ts";
import type { Expression } from "./expression.ts";

/**
 * List the names an expression reads, in order of first use.
 *
 * Functions and truth values are not included.
 */
export function freeNames(e: Expression): Set<string> {
  const found = new Set<string>();
  collectNames(e, found);
  return found;
}

/** List the functions an expression calls, in order of first use. */
export function calledFunctions(e: Expression): Set<string> {
  const found = new Set<string>();
  collectCalls(e, found);
  return found;
}

/** Test whether an expression draws random numbers, so that its value changes. */
export function drawsNumbers(e: Expression): boolean {
  if (e.kind === "call" && findFunction(e.name)?.stochastic) return true;
  return children(e).some(drawsNumbers);
}

/** Test whether two expressions always have the same value: the same tree, and no draws in it. */
export function sameValue(a: Expression, b: Expression): boolean {
  return sameExpression(a, b) && !drawsNumbers(a);
}

/** Test whether an expression reads any of the names. */
export function readsAny(e: Expression, names: { has(name: string): boolean }): boolean {
  if (e.kind === "name") return names.has(e.name);
  return children(e).some((part) => readsAny(part, names));
}

/**
 * Replace names by expressions simultaneously.
 *
 * Replacements are not searched again.
 */
export function substitute(
  e: Expression,
  replacements: ReadonlyMap<string, Expression>,
): Expression {
  if (e.kind === "name") return replacements.get(e.name) ?? e;
  return mapChildren(e, (part) => substitute(part, replacements));
}

function collectNames(e: Expression, found: Set<string>): void {
  if (e.kind === "name" && e.name !== "True" && e.name !== "False") found.add(e.name);
  for (const part of children(e)) collectNames(part, found);
}

function collectCalls(e: Expression, found: Set<string>): void {
  if (e.kind === "call") found.add(e.name);
  for (const part of children(e)) collectCalls(part, found);
}
