import type { Optimiser } from "@spikeloom/kernel";

/** What gradient descent can be told. */
export interface SgdOptions {
  /** Step size; 0.01 where it is not given. */
  readonly rate?: number;
  /** Share of the last step that the next one keeps; none where it is not given. */
  readonly momentum?: number;
  /** Whether the gradient acts on the step before the step is taken, as Nesterov has it. */
  readonly nesterov?: boolean;
}

/**
 * Make stochastic gradient descent, with momentum where it is asked for.
 *
 * @cite doi:10.1145/3065386 for momentum; Sutskever et al. 2013, equations 1 to 4, for Nesterov's
 */
export function sgd({ rate = 0.01, momentum = 0, nesterov = false }: SgdOptions = {}): Optimiser {
  const head = {
    ...{
      name: "sgd",
      about: "Stochastic gradient descent.",
      cite: ["doi:10.1214/aoms/1177729586"],
    },
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
