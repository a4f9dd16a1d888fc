/**
 * An integration scheme as data.
 *
 * `stages` are evaluated in order for all variables at once; expressions read `x` (the variable), `t`,
 * `dt`, `dW` (a normal number of variance dt), earlier stages by name, and call `f(x, t)` for the
 * drift and `g(x, t)` for the noise of the variable. `slope(x)` and `offset(x)` are M and B of
 * x' = M x + B where the scheme handles conditionally linear equations, and `growth(x, t)` is the
 * derivative of f by the variable. `update` gives the new value.
 */
export interface IntegratorRecord {
  readonly kind: "integrator";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  /** `linear`: exact propagator by matrix exponential, no stages. */
  readonly handles: "any" | "conditionally-linear" | "linear";
  readonly noise: "none" | "additive" | "diagonal" | "any";
  /** Order of convergence for equations without noise, and in the strong sense with noise. */
  readonly order: number;
  readonly strongOrder?: number;
  readonly stages?: Readonly<Record<string, string>>;
  readonly update?: string;
  readonly leading?: LeadingScheme;
  /**
   * Where it is true for a variable, a neuron takes the sub-steps; else one step over all of dt.
   *
   * It reads what `update` reads, for the step over all of dt. Where a threshold is tested within
   * sub-steps, they are also taken where it is met at either end. Only for equations without noise.
   */
  readonly guard?: string;
  /**
   * Linear equations that read no others, such as that of a decaying conductance, are solved exactly;
   * `f(x, t)` sees their values at the time t. With `leading` this is so already.
   */
  readonly linear?: "exact";
}

/**
 * The scheme of variables that are advanced before the others.
 *
 * The others then read their new values. What reads none of them and is linear, such as a decaying
 * conductance, is solved exactly.
 */
export interface LeadingScheme {
  readonly variables: readonly string[];
  readonly stages?: Readonly<Record<string, string>>;
  readonly update: string;
  /** Which values of the others it reads: those before the step or, if they are solved exactly, halfway. */
  readonly others: "start" | "middle";
}
