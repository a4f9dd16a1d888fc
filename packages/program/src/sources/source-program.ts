import type { Expression } from "@spikeloom/equations";

/**
 * Spikes that the neurons of a population generate themselves.
 *
 * Times are in ms, rates in kHz. `specs/program/sources.md` defines how spikes are drawn, and in which steps they are
 * sent.
 */
export type SourceProgram = GivenSource | DrawnSource;

/** Spikes at given times. */
export interface GivenSource {
  readonly kind: "times";
  /** Times of each neuron, in the given order; neurons beyond the list send no spikes. */
  readonly times: readonly Float64Array[];
}

/** Spikes drawn from a point process, independently for each neuron. */
export type DrawnSource = RenewalSource | PoissonSource;

/** Properties of all drawn sources. */
interface PointProcess {
  /** Values that differ between neurons, by the names under which expressions read them. */
  readonly values: ReadonlyMap<string, Float64Array>;
  /** Interval in which spikes are sent; the end is exclusive. */
  readonly start: Expression;
  readonly stop: Expression;
  /**
   * Purpose by which all draws of this source are keyed; the entity is the neuron.
   *
   * Draws are taken from a stream (section 3 of `specs/random`), in the order in which the process requests them.
   */
  readonly key: string;
}

/** Intervals between spikes that are independent of each other. */
export interface RenewalSource extends PointProcess {
  readonly kind: "renewal";
  /**
   * Draws an interval; it may read `t` (time of the draw) and `age` (time since the last spike; 0 except at a change).
   */
  readonly interval: Expression;
  /** Times at which an interval that spans them is redrawn, conditioned on being longer than the age. */
  readonly changes: readonly Expression[];
}

/** A Poisson process thinned to a rate that changes over time. */
export interface PoissonSource extends PointProcess {
  readonly kind: "poisson";
  /** It may read `t`. */
  readonly rate: Expression;
  /** Rate of the process that is thinned. */
  readonly bound: Expression;
}
