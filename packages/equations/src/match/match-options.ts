/** Options for examining a model. */
export interface MatchOptions {
  /**
   * Parameters of the model that have one value for good, in internal units.
   *
   * They count as numbers, so that a parameter may stand where the standard model has a number.
   */
  readonly values?: ReadonlyMap<string, number> | undefined;
  /** `either`: `v > x` counts as `v >= x` in what makes a spike, as under a convention that replaces both. */
  readonly threshold?: "as-written" | "either" | undefined;
}
