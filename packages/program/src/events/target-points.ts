/**
 * Spikes of a Poisson stimulus in continuous time, by index of the target.
 *
 * `specs/program/continuous.md` defines them.
 */
export interface DrivePoints {
  /** Lower bound of each target's next spike, in ms. */
  readonly next: Float64Array;
  /** Words of each target's stream used so far, or steps drawn so far for binomial counts. */
  readonly words: Float64Array;
  /** Part of the drawn exponential not yet used up at `next`, 0 if `next` is a spike; or the number of spikes at `next`. */
  readonly left: Float64Array;
  /** Move a target on from `next`; return the number of spikes there. */
  advance(target: number): number;
}
