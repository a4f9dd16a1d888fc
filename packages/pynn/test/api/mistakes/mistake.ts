/**
 * A mistake that TypeScript refuses, and the right form, which differs in that one thing.
 *
 * What is refused is under `@ts-expect-error`: a build fails where it no longer is. Both also run.
 */
export interface Mistake {
  readonly right: () => unknown;
  readonly wrong: () => unknown;
  /** What the wrong form gives at run time, where it is no error there. */
  readonly answer?: unknown;
}

/** Mistakes by what is wrong. */
export type Mistakes = Readonly<Record<string, Mistake>>;
