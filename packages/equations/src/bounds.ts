import { children } from "./children.ts";
import { expressionSize } from "./errors.ts";
import type { Expression } from "./expression.ts";

/** Limits on the input, so that malicious text cannot exhaust stack or memory. */
export const bounds: {
  /** Characters of one text: an expression, a block of equations, a block of statements. */
  readonly length: number;
  /** Nodes on the longest path from root to leaf; parsing, printing and compiling recurse to this depth. */
  readonly depth: number;
  /** Nodes of one expression, after inlining of subexpressions as well. */
  readonly nodes: number;
} = { length: 100_000, depth: 250, nodes: 100_000 };

/** Size of an expression tree. */
export interface ExpressionSize {
  readonly depth: number;
  readonly nodes: number;
}

/** Count the nodes and the depth of a tree, without recursion. */
export function measureExpression(e: Expression): ExpressionSize {
  let nodes = 0;
  let depth = 0;
  let level: readonly Expression[] = [e];
  while (level.length > 0) {
    depth += 1;
    nodes += level.length;
    if (depth > bounds.depth || nodes > bounds.nodes) break;
    level = level.flatMap(children);
  }
  return { depth, nodes };
}

/** Reject an expression that exceeds the limits. */
export function checkSize(e: Expression, place: string | undefined): Expression {
  const { depth, nodes } = measureExpression(e);
  if (depth > bounds.depth) throw expressionSize({ what: "nesting", limit: bounds.depth, place });
  if (nodes > bounds.nodes) throw expressionSize({ what: "terms", limit: bounds.nodes, place });
  return e;
}

/** Reject a text that exceeds the limits before parsing it. */
export function checkLength(text: string, place: string | undefined): void {
  if (text.length <= bounds.length) return;
  throw expressionSize({ what: "characters", limit: bounds.length, got: text.length, place });
}
