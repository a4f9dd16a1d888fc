import type { Reference } from "./reference.ts";

/** Numbers of one run, by name. */
export type Measured = Readonly<Record<string, number>>;

/** A published simulation: its numbers, and the runs that reproduce them. */
export interface Study {
  readonly reference: Reference;
  /** Whether runs differ by their seed. */
  readonly isRandom: boolean;
  /** One run for each state, pattern or protocol. */
  readonly parts: Readonly<Record<string, (seed: number) => Promise<Measured>>>;
  /** Parts that take more than seconds, run only on request. */
  readonly long?: readonly string[];
}
