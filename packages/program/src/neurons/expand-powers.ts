import { type Expression, knownExponent } from "@spikeloom/equations";
import { binary, mapTree, number } from "../tree.ts";

const largest = 16;

/**
 * Expand small integer powers into products, and `x**0.5` into a square root.
 *
 * Products are made by repeated squaring; targets share equal sub-trees, so `x**4` costs two multiplications. All targets run
 * this pass, so all give the same bits.
 */
export function expandPowers(expression: Expression): Expression {
  return mapTree(expression, (node) => {
    if (node.kind !== "power") return node;
    const exponent = knownExponent(node.right);
    if (exponent === undefined) return node;
    if (exponent === 0.5) return { kind: "call", name: "sqrt", args: [node.left] };
    if (!Number.isInteger(exponent) || Math.abs(exponent) > largest || exponent === 0) return node;
    const product = powerOf(node.left, Math.abs(exponent));
    return exponent > 0 ? product : binary("divide", number(1), product);
  });
}

function powerOf(base: Expression, exponent: number): Expression {
  if (exponent === 1) return base;
  const half = powerOf(base, Math.floor(exponent / 2));
  const square = binary("multiply", half, half);
  return exponent % 2 === 0 ? square : binary("multiply", square, base);
}
