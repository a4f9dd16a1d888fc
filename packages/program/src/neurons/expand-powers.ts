import { type Expression, knownExponent } from "@spikeloom/equations";
import { hasProducts, powerByProducts } from "@spikeloom/equations/functions";
import { binary, mapTree, number } from "../tree.ts";

/** The operations of powers on trees. */
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
 */
export function expandPowers(expression: Expression): Expression {
  return mapTree(expression, (node) => {
    if (node.kind !== "power") return node;
    const exponent = knownExponent(node.right);
    if (exponent === undefined || !hasProducts(exponent)) return node;
    return powerByProducts(operations, node.left, exponent);
  });
}
