import type { Expression } from "./expression.ts";
import { precedence, symbols } from "./operators.ts";

/**
 * Write an expression as text with the fewest parentheses.
 *
 * Parsed expressions round-trip to the same tree. Negative numbers (from folding) are written with a minus sign and read back as
 * a `negate`; infinity is written `1e999`, NaN `(1e999 - 1e999)`.
 */
export function formatExpression(e: Expression): string {
  switch (e.kind) {
    case "number":
      return formatNumber(e.value);
    case "name":
      return e.name;
    case "negate":
      return `-${within(e.of, precedence.negate)}`;
    case "not":
      return `not ${within(e.of, precedence.not)}`;
    case "call":
      return `${e.name}(${e.args.map(formatExpression).join(", ")})`;
    case "select": {
      const parts = [e.condition, e.then, e.otherwise];
      return `where(${parts.map(formatExpression).join(", ")})`;
    }
    case "power":
      return `${within(e.left, precedence.power + 1)}**${within(e.right, precedence.negate)}`;
    default: {
      const level = precedence[e.kind];
      // A comparison takes no comparison on either side; the others join from the left.
      const left = within(e.left, level === precedence.less ? level + 1 : level);
      return `${left} ${symbols[e.kind]} ${within(e.right, level + 1)}`;
    }
  }
}

function within(e: Expression, least: number): string {
  const text = formatExpression(e);
  return bindingOf(e) < least ? `(${text})` : text;
}

function bindingOf(e: Expression): number {
  const isNegative = e.kind === "number" && (e.value < 0 || Object.is(e.value, -0));
  return isNegative ? precedence.negate : precedence[e.kind];
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "(1e999 - 1e999)";
  if (Object.is(value, -0)) return "-0";
  if (value === Number.POSITIVE_INFINITY) return "1e999";
  return value === Number.NEGATIVE_INFINITY ? "-1e999" : String(value);
}
