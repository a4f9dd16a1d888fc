import { type Expression, freeNames, parseExpression, substitute } from "@spikeloom/equations";
import type { Surrogate } from "@spikeloom/kernel";
import type { SlopeOfTruth } from "@spikeloom/program/derive";
import { TRAINING_OPTION } from "../errors.ts";

/** Parse the expression of a surrogate; `unit` is the size of a unit of the excess, in units of the surrogate. */
export function slopeOf({ derivative }: Surrogate, unit = 1): SlopeOfTruth {
  const tree = parseExpression(derivative);
  const others = [...freeNames(tree)].filter((name) => name !== "excess");
  if (others.length > 0) {
    throw TRAINING_OPTION({
      place: "surrogate.derivative",
      message:
        "A surrogate depends only on the difference between the two sides of the threshold's condition.",
      expected: '"excess" and numbers',
      got: others.map((name) => `"${name}"`).join(", "),
      next: "Write parameters as numbers, in internal units.",
    });
  }
  if (unit === 1) return (excess) => substitute(tree, new Map([["excess", excess]]));
  const size: Expression = { kind: "number", value: unit };
  const product = (left: Expression, right: Expression): Expression => {
    return { kind: "multiply", left, right };
  };
  return (excess) => product(size, substitute(tree, new Map([["excess", product(size, excess)]])));
}
