import { formatExpression, parseExpression, substitute } from "@spikeloom/equations";
import { checkOptionNames, type Optimiser } from "@spikeloom/kernel";
import { checkNumbers } from "./check-numbers.ts";

/** Options of an L2 penalty. */
export interface L2Options {
  /** Penalty per half square of each trained value. */
  readonly weight: number;
}

/**
 * Add an L2 penalty to an optimiser.
 *
 * Half the square of each number is added to the loss, so that its gradient increases by `weight` times the number,
 * like PyTorch's `weight_decay` in SGD and Adam. It affects the moments, unlike the decay of `adamW`. The reported loss
 * is that of the samples only. Throws `SL_TRAINING_OPTION`.
 */
export function l2(optimiser: Optimiser, options: L2Options): Optimiser {
  checkOptionNames(options, { weight: true }, "l2");
  const { weight } = options;
  checkNumbers("l2", "from 0", { weight });
  const pulled = new Map([["gradient", parseExpression("(gradient + l2 * value)")]]);
  const update = Object.entries(optimiser.update).map(([name, text]) => {
    return [name, formatExpression(substitute(parseExpression(text), pulled))];
  });
  return {
    ...optimiser,
    name: `${optimiser.name} with l2`,
    parameters: { ...optimiser.parameters, l2: weight },
    update: Object.fromEntries(update),
  };
}
