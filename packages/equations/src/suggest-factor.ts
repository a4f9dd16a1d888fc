import { type Dimension, divideDimensions, sameDimension } from "@spikeloom/units";
import { divide, multiply, name } from "./build.ts";
import type { Expression } from "./expression.ts";
import { formatExpression } from "./format-expression.ts";
import { freeNames } from "./names.ts";
import type { Checker } from "./value-type.ts";

/** A term with the wrong dimension. */
export interface OddTerm {
  readonly term: Expression;
  readonly has: Dimension;
  readonly needs: Dimension;
}

const longestSuggestion = 120;

/** Suggest the product or quotient with one name in scope that would mend a term, or undefined. */
export function suggestFactor({ term, has, needs }: OddTerm, checker: Checker): string | undefined {
  const factor = divideDimensions(needs, has);
  const divisor = divideDimensions(has, needs);
  const used = freeNames(term);
  let quotient: Expression | undefined;
  for (const candidate of checker.context.names ?? []) {
    const dimension = used.has(candidate) ? undefined : checker.scope(candidate);
    if (dimension === undefined) continue;
    if (sameDimension(dimension, factor)) return asQuestion(prepend(candidate, term));
    if (sameDimension(dimension, divisor)) quotient ??= divide(term, name(candidate));
  }
  return quotient === undefined ? undefined : asQuestion(quotient);
}

function asQuestion(e: Expression): string | undefined {
  const text = formatExpression(e);
  return text.length > longestSuggestion ? undefined : `Did you mean ${text}?`;
}

// In front of the first factor the product needs no parentheses: r_m * i_syn / tau_m.
function prepend(factor: string, term: Expression): Expression {
  if (term.kind !== "multiply" && term.kind !== "divide") return multiply(name(factor), term);
  return { ...term, left: prepend(factor, term.left) };
}
