import { checkOptionNames, type Optimiser, type OptionNames } from "@spikeloom/kernel";
import { checkNumbers } from "./check-numbers.ts";

/** Options of RMSprop. */
export interface RmsPropOptions {
  /** Learning rate; default 0.01. */
  readonly rate?: number;
  /** Decay rate of the running mean of squared gradients; default 0.99. */
  readonly alpha?: number;
  readonly epsilon?: number;
}

const names: OptionNames<RmsPropOptions> = { rate: true, alpha: true, epsilon: true };

/**
 * Create an RMSprop optimiser: steps scaled by the RMS of past gradients.
 *
 * @cite Tieleman and Hinton 2012, lecture 6.5 of "Neural networks for machine learning"
 */
export function rmsProp(options: RmsPropOptions = {}): Optimiser {
  checkOptionNames(options, names, "rmsProp");
  const { rate = 0.01, alpha = 0.99, epsilon = 1e-8 } = options;
  checkNumbers("rmsprop", "from 0", { rate, epsilon });
  checkNumbers("rmsprop", "at least 0 and below 1", { alpha });
  return {
    name: "rmsprop",
    about: "Steps divided by the root mean square of gradients.",
    parameters: { rate, alpha, epsilon },
    state: ["s"],
    common: {},
    update: {
      s: "alpha * s + (1 - alpha) * gradient * gradient",
      value: "value - rate * rate_factor * gradient / (sqrt(s) + epsilon)",
    },
  };
}
