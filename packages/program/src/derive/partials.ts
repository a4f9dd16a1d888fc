import {
  children,
  differentiate,
  type Expression,
  mapChildren,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, name, number, select } from "../tree.ts";

/** Derivative of a comparison by its excess, the greater side minus the lesser. */
export type SlopeOfTruth = (excess: Expression) => Expression;

/** Differentiation of truth values; by default their derivative is 0. */
export interface Truths {
  /** The derivative of comparisons. */
  readonly slope?: SlopeOfTruth | undefined;
  /** Whether a choice is differentiated with respect to its condition. */
  readonly chooses: boolean;
  /** Whether `floor`, `ceil` and `int` have the derivative of their argument; 0 by default. */
  readonly roundsThrough?: boolean | undefined;
}

const rounds: ReadonlySet<string> = new Set(["floor", "ceil", "int"]);

/**
 * Differentiate a value with respect to each name that it reads, in one pass.
 *
 * Truth values count as 0 and 1: `and` is a product, a choice interpolates between its branches. The branch that is not chosen
 * has factor 0, so its derivative must be finite too.
 */
export function partialsOf(value: Expression, truths: Truths): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  const push: Push = (node, factor) => {
    if (isNumber(factor, 0)) return;
    if (node.kind === "name") found.set(node.name, plus(found.get(node.name) ?? number(0), factor));
    else pushInto(node, factor, truths, push);
  };
  push(value, number(1));
  return new Map(
    [...found].map(([text, one]) => [text, simplify(one, { functions: hostFunctions })]),
  );
}

type Push = (node: Expression, factor: Expression) => void;

function pushInto(node: Expression, factor: Expression, truths: Truths, push: Push): void {
  const none = number(0);
  switch (node.kind) {
    case "number":
      return;
    case "select": {
      const { condition, then, otherwise } = node;
      push(then, select(condition, factor, none));
      push(otherwise, select(condition, none, factor));
      if (truths.chooses) push(condition, times(factor, binary("subtract", then, otherwise)));
      return;
    }
    case "not":
      push(node.of, { kind: "negate", of: factor });
      return;
    case "and":
      push(node.left, select(node.right, factor, none));
      push(node.right, select(node.left, factor, none));
      return;
    case "or":
      push(node.left, select(node.right, none, factor));
      push(node.right, select(node.left, none, factor));
      return;
    case "less":
    case "less_equal":
    case "greater":
    case "greater_equal": {
      if (truths.slope === undefined) return;
      const isAbove = node.kind === "greater" || node.kind === "greater_equal";
      const [high, low] = isAbove ? [node.left, node.right] : [node.right, node.left];
      const slope = times(factor, truths.slope(binary("subtract", high, low)));
      push(high, slope);
      push(low, { kind: "negate", of: slope });
      return;
    }
    case "equal":
    case "not_equal":
      return;
    case "call":
      if (truths.roundsThrough === true && rounds.has(node.name)) {
        for (const part of node.args) push(part, factor);
        return;
      }
      pushParts(node, factor, push);
      return;
    default:
      pushParts(node, factor, push);
  }
}

function pushParts(node: Expression, factor: Expression, push: Push): void {
  children(node).forEach((part, k) => {
    if (part.kind !== "number") push(part, times(factor, partOf(node, k)));
  });
}

/** Compute the derivative of a node with respect to one of its parts. */
function partOf(node: Expression, part: number): Expression {
  const parts = new Map<string, Expression>();
  const open = mapChildren(node, (one) => {
    const text = `#${parts.size}`;
    parts.set(text, one);
    return name(text);
  });
  return substitute(differentiate(open, `#${part}`), parts);
}

function times(left: Expression, right: Expression): Expression {
  if (isNumber(left, 1)) return right;
  if (isNumber(right, 1)) return left;
  return isNumber(right, 0) ? right : binary("multiply", left, right);
}

/** Add two values. */
export function plus(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0)) return right;
  return isNumber(right, 0) ? left : binary("add", left, right);
}

/** Multiply a derivative by the outer derivative. */
export const chained: typeof times = times;

function isNumber(e: Expression, value: number): boolean {
  return e.kind === "number" && e.value === value;
}
