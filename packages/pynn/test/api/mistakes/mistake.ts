/**
 * A mistake that TypeScript refuses, and the right form, which differs in that one thing.
 *
 * What is refused is under `@ts-expect-error`: a build fails where it no longer is. Both also run.
 */
export interface Mistake {
  readonly right: () => unknown;
  readonly wrong: () => unknown;
  /** Return value of the wrong form at run time, if it is no error there. */
  readonly answer?: unknown;
}

/** Mistakes by description. */
export type Mistakes = Readonly<Record<string, Mistake>>;
