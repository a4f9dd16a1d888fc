import { freeNames, parseExpression, substitute } from "@spikeloom/equations";
import type { Surrogate } from "@spikeloom/kernel";
import type { SlopeOfTruth } from "@spikeloom/program/derive";
import { TRAINING_OPTION } from "../errors.ts";

/** Make of the text of a surrogate what derivatives are written with. */
export function slopeOf({ derivative }: Surrogate): SlopeOfTruth {
  const tree = parseExpression(derivative);
  const others = [...freeNames(tree)].filter((name) => name !== "excess");
  if (others.length > 0) {
    throw TRAINING_OPTION({
      place: "surrogate.derivative",
      message:
        "A surrogate reads how far the left side of the threshold's condition is above the right.",
      expected: '"excess" and numbers',
      got: others.map((name) => `"${name}"`).join(", "),
      next: "Write parameters as numbers, in internal units.",
    });
  }
  return (excess) => substitute(tree, new Map([["excess", excess]]));
}
