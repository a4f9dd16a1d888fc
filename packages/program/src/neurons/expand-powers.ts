import { type Expression, knownExponent, mapChildren } from "@spikeloom/equations";
import { hasProducts, powerByProducts } from "@spikeloom/equations/functions";
import { binary, number } from "../tree.ts";

/** Operations of powers on trees. */
const operations: Parameters<typeof powerByProducts<Expression, never>>[0] = {
  constant: number,
  mul: (left, right) => binary("multiply", left, right),
  div: (left, right) => binary("divide", left, right),
  sqrt: (of) => ({ kind: "call", name: "sqrt", args: [of] }),
};

/**
 * Expand small integer powers into products, and `x**0.5` into a square root.
 *
 * Targets share equal sub-trees, so `x**4` costs two multiplications. All targets run this pass, so all give the same bits.
 * Parts that are found in `done` are not expanded again.
 */
export function expandPowers(
  expression: Expression,
  done: Map<Expression, Expression> = new Map(),
): Expression {
  const known = done.get(expression);
  if (known !== undefined) return known;
  const expanded = expandPower(mapChildren(expression, (part) => expandPowers(part, done)));
  done.set(expression, expanded);
  return expanded;
}

function expandPower(node: Expression): Expression {
  if (node.kind !== "power") return node;
  const exponent = knownExponent(node.right);
  if (exponent === undefined || !hasProducts(exponent)) return node;
  return powerByProducts(operations, node.left, exponent);
}
