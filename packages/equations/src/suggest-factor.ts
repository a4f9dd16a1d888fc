import {
  type Dimension,
  dimensionless,
  displayUnits,
  divideDimensions,
  sameDimension,
} from "@spikeloom/units";
import { divide, multiply, name } from "./build.ts";
import { findEquationUnit } from "./equation-units.ts";
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

/**
 * Suggest a factor or divisor in scope that corrects a term's dimension.
 *
 * Undefined if there is none. A bare number lacks its unit, not a factor: -50 becomes -50 * mV.
 */
export function suggestFactor({ term, has, needs }: OddTerm, checker: Checker): string | undefined {
  const factor = divideDimensions(needs, has);
  const divisor = divideDimensions(has, needs);
  const used = freeNames(term);
  if (used.size === 0) return withUnit({ term, has, needs });
  let quotient: Expression | undefined;
  for (const candidate of checker.context.names ?? []) {
    const dimension = used.has(candidate) ? undefined : checker.scope(candidate);
    if (dimension === undefined) continue;
    if (sameDimension(dimension, factor)) return asQuestion(prepend(candidate, term));
    if (sameDimension(dimension, divisor)) quotient ??= divide(term, name(candidate));
  }
  return quotient === undefined ? undefined : asQuestion(quotient);
}

function withUnit({ term, has, needs }: OddTerm): string | undefined {
  if (!sameDimension(has, dimensionless)) return undefined;
  const symbol = displayUnits(needs)[0]?.unit.symbol ?? "";
  // Units without a name in equations, such as K, are left to the user.
  const isNamed = (symbol.match(/[A-Za-z]+/g) ?? []).every((one) => findEquationUnit(one));
  return isNamed ? asQuestion(multiply(term, name(symbol))) : undefined;
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
