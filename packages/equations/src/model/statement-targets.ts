import { nameUnknown } from "../errors.ts";
import { freeNames } from "../names.ts";
import type { Statement } from "../parse-statements.ts";
import { didYouMean } from "./read-expression.ts";
import type { Reading } from "./reading.ts";

/** Statements with their text, and the variables that they can change. */
export interface GivenStatements {
  readonly text: string;
  readonly place: string;
  readonly statements: readonly Statement[];
  readonly known: Iterable<string>;
}

/**
 * Reject statements that change no variable.
 *
 * A temporary name is set by `=` and read by a later statement; any other is a mistake that would go unnoticed.
 */
export function checkTargets(reading: Reading, given: GivenStatements): void {
  const { text, place, statements } = given;
  const known = new Set(given.known);
  const own = new Set<string>();
  for (const [k, { target, operator }] of statements.entries()) {
    if (known.has(target) || own.has(target)) continue;
    own.add(target);
    const isRead = statements.slice(k + 1).some((later) => reads(later, target));
    if (operator === "=" && isRead) continue;
    const message =
      operator === "="
        ? `"${target}" is not a variable, and no later statement reads it.`
        : `"${target}" is not a variable that can be changed.`;
    const at = Math.max(0, text.search(new RegExp(`\\b${target}\\b`)));
    const next = didYouMean(target, known);
    reading.errors.push(nameUnknown({ text, at, place, message, next }));
  }
}

function reads({ target, operator, expression }: Statement, name: string): boolean {
  return (operator !== "=" && target === name) || freeNames(expression).has(name);
}
