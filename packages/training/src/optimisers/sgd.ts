import { checkOptionNames, type Optimiser, type OptionNames } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { checkNumbers } from "./check-numbers.ts";

/** Options of stochastic gradient descent. */
export interface SgdOptions {
  /** Learning rate; default 0.01. */
  readonly rate?: number;
  /** Momentum; default 0. */
  readonly momentum?: number;
  /** Whether to use Nesterov momentum. */
  readonly nesterov?: boolean;
}

const names: OptionNames<SgdOptions> = { rate: true, momentum: true, nesterov: true };

/**
 * Create a stochastic gradient descent optimiser, with optional momentum.
 *
 * @cite doi:10.1145/3065386 for momentum; Sutskever et al. 2013, equations 1 to 4, for Nesterov's
 */
export function sgd(options: SgdOptions = {}): Optimiser {
  checkOptionNames(options, names, "sgd");
  const { rate = 0.01, momentum = 0, nesterov = false } = options;
  checkNumbers("sgd", "from 0", { rate });
  checkNumbers("sgd", "at least 0 and below 1", { momentum });
  if (nesterov && momentum === 0) throw withoutMomentum();
  const head = {
    name: "sgd",
    about: "Stochastic gradient descent.",
    cite: ["doi:10.1214/aoms/1177729586"],
    common: {},
  };
  if (momentum === 0) {
    const value = "value - rate * rate_factor * gradient";
    return { ...head, parameters: { rate }, state: [], update: { value } };
  }
  const along = nesterov ? "(gradient + momentum * m)" : "m";
  return {
    ...head,
    parameters: { rate, momentum },
    state: ["m"],
    update: {
      m: "momentum * m + gradient",
      value: `value - rate * rate_factor * ${along}`,
    },
  };
}

function withoutMomentum(): Error {
  return TRAINING_OPTION({
    place: 'optimiser "sgd", nesterov',
    message: "Nesterov momentum requires a momentum.",
    expected: "a momentum above 0",
    got: "0",
    next: "Set a momentum, such as 0.9, or omit nesterov.",
  });
}
