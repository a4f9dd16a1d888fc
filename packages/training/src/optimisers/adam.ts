import { checkOptionNames, type Optimiser, type OptionNames } from "@spikeloom/kernel";
import { checkNumbers } from "./check-numbers.ts";

/** Options of Adam. */
export interface AdamOptions {
  /** Learning rate; default 0.001. */
  readonly rate?: number;
  /** Decay rates of the running means of gradients and squared gradients. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to the root of the mean square. */
  readonly epsilon?: number;
}

/** Options of AdamW. */
export interface AdamWOptions extends AdamOptions {
  /** Decoupled weight decay, relative to the learning rate; default 0.01. */
  readonly decay?: number;
}

const names: OptionNames<AdamOptions> = { rate: true, beta1: true, beta2: true, epsilon: true };

const moments = {
  m: "beta_1 * m + (1 - beta_1) * gradient",
  s: "beta_2 * s + (1 - beta_2) * gradient * gradient",
} as const;

// 1 / (1 - beta^k) for update k, because the moments start at 0.
const corrections = {
  power_1: { initial: 1, next: "power_1 * beta_1" },
  power_2: { initial: 1, next: "power_2 * beta_2" },
  correction_1: { initial: 1, next: "rate * rate_factor / (1 - power_1)" },
  correction_2: { initial: 1, next: "1 / sqrt(1 - power_2)" },
} as const;

/**
 * Create an Adam optimiser; step sizes do not depend on the gradients' scale.
 *
 * Running means of gradients are divided by the root of those of their squares.
 *
 * @cite doi:10.48550/arXiv.1412.6980, algorithm 1
 */
export function adam(options: AdamOptions = {}): Optimiser {
  checkOptionNames(options, names, "adam");
  return { name: "adam", ...about, ...rule("adam", options), update: { ...moments, value: move } };
}

/**
 * Create an AdamW optimiser: Adam with decoupled weight decay.
 *
 * @cite doi:10.48550/arXiv.1711.05101, algorithm 2
 */
export function adamW(given: AdamWOptions = {}): Optimiser {
  checkOptionNames(given, { ...names, decay: true }, "adamW");
  const { decay = 0.01, ...options } = given;
  checkNumbers("adamw", "from 0", { decay });
  const { parameters, ...rest } = rule("adamw", options);
  return {
    name: "adamw",
    about: "Adam with decoupled weight decay.",
    ...rest,
    cite: ["doi:10.48550/arXiv.1711.05101"],
    parameters: { ...parameters, decay },
    update: { ...moments, value: `${move} - rate * rate_factor * decay * value` },
  };
}

const about = {
  about: "Adaptive moments.",
  cite: ["doi:10.48550/arXiv.1412.6980"],
} as const;

const move = "value - correction_1 * m / (sqrt(s) * correction_2 + epsilon)";

function rule(
  name: string,
  { rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
) {
  checkNumbers(name, "from 0", { rate, epsilon });
  checkNumbers(name, "at least 0 and below 1", { beta1, beta2 });
  return {
    parameters: { rate, beta_1: beta1, beta_2: beta2, epsilon },
    state: ["m", "s"],
    common: corrections,
  };
}
