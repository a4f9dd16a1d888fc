/** Options for examining a model. */
export interface MatchOptions {
  /**
   * Parameters of the model with a fixed value, in internal units.
   *
   * They count as numbers, so that a parameter can match a number of the standard model.
   */
  readonly values?: ReadonlyMap<string, number> | undefined;
  /** `either`: `v > x` matches `v >= x` in a spike condition, as under a convention that replaces both. */
  readonly threshold?: "as-written" | "either" | undefined;
}
