import { freeNames, parseExpression, substitute } from "@spikeloom/equations";
import type { Surrogate } from "@spikeloom/kernel";
import type { SlopeOfTruth } from "@spikeloom/program/derive";
import { TRAINING_OPTION } from "../errors.ts";

/** Parse the expression of a surrogate. */
export function slopeOf({ derivative }: Surrogate): SlopeOfTruth {
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
  return (excess) => substitute(tree, new Map([["excess", excess]]));
}
