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
  /** Order of convergence without noise, and strong order with noise. */
  readonly order: number;
  readonly strongOrder?: number;
  readonly stages?: Readonly<Record<string, string>>;
  readonly update?: string;
  readonly leading?: LeadingScheme;
  /**
   * Condition under which a neuron takes the sub-steps for a variable; otherwise it takes one step of dt.
   *
   * It reads the same values as `update`, for the full step. If a threshold is tested within sub-steps, they are also taken if it
   * is met at either end. Only for equations without noise.
   */
  readonly guard?: string;
  /**
   * Whether linear equations that depend on no others, such as that of a decaying conductance, are solved exactly; `f(x, t)` sees
   * their values at time t. Implied by `leading`.
   */
  readonly linear?: "exact";
}

/**
 * Scheme for variables that are advanced before the others.
 *
 * The others then read their new values. Linear variables that read none of the others, such as a decaying conductance, are
 * solved exactly.
 */
export interface LeadingScheme {
  readonly variables: readonly string[];
  readonly stages?: Readonly<Record<string, string>>;
  readonly update: string;
  /** Time at which it reads the others: before the step or, if they are solved exactly, at mid-step. */
  readonly others: "start" | "middle";
}
