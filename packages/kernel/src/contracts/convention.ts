/** One phase of a step. */
export type Phase = "arrive" | "integrate" | "threshold" | "reset";

/**
 * Conventions that determine spike times.
 *
 * A network refers to one by name or spells it out.
 *
 * `order` is the order of the four phases within a step from t to t + dt.
 */
export interface ConventionRecord {
  readonly name: string;
  readonly order: readonly Phase[];
  /** A spike found in the step from t to t + dt is stamped t (`start`) or t + dt (`end`). */
  readonly spikeStamp: "start" | "end";
  /** `as-written` keeps the model's comparison; the others replace `>` and `>=` in its threshold. */
  readonly threshold: "as-written" | "greater" | "greater-or-equal";
  readonly refractory: {
    /** Added to the number of steps in the refractory duration. */
    readonly countOffset: 0 | -1;
    /** Rounding of a duration to steps; `floor` tolerates a thousandth of a step, `up` half a thousandth of a ms. */
    readonly rounding?: "nearest" | "floor" | "up";
    /** Whether arriving spikes leave held variables unchanged. */
    readonly blocksWrites: boolean;
  };
  /**
   * How arriving input is added to a variable: after its step (`apart`, the default), or, if the model's own step adds an
   * increment to the variable, to that increment first (`in-increment`). Only the last bit differs.
   */
  readonly arrivals?: "apart" | "in-increment";
  readonly delay: {
    /** Minimum delay in steps, after `countOffset`. */
    readonly least: 0 | 1;
    readonly rounding: "nearest" | "half-up" | "floor" | "exact";
    /** Added to the rounded number of steps; 0 by default. */
    readonly countOffset?: 0 | -1;
  };
  /**
   * Conversion of a source's spike time to a step, whose stamp the spike carries.
   *
   * `up` and `floor` tolerate times that rounding has moved off the grid. By default times are truncated (`floor`) if spikes are
   * stamped with the start of their step, and otherwise rounded to the nearest step.
   */
  readonly spikeTimes?: {
    readonly rounding: "nearest" | "up" | "floor";
  };
  /** Whether a Poisson source may send several spikes in a step (`count`) or at most one. */
  readonly multiplicity: "count" | "one";
  /** Time at which a continuous input is sampled for a step: its start, its end, or the start of the previous step. */
  readonly inputHold: "start" | "end" | "previous";
  /** Whether recorded state belongs to the start of the step (before the update) or to its end. */
  readonly sampleAt: "start" | "end";
  /** Order of spikes at plastic synapses; `brian2` by default. */
  readonly plasticity?: PlasticityConvention;
}

/** Conventions that determine the behaviour of plastic synapses. */
export interface PlasticityConvention {
  /**
   * Order of pre- and postsynaptic spikes that reach a synapse in the same step.
   *
   * `pre-first`: the postsynaptic spike sees the trace already raised by the presynaptic one. `apart`: neither sees the other,
   * and the postsynaptic spike acts on the weight first; without a dendritic delay, where the postsynaptic spike is known too
   * late for that, it behaves as `pre-first`.
   */
  readonly coincidence: "pre-first" | "apart";
  /** Default fraction of a delay that is dendritic, for projections that do not specify it. */
  readonly dendritic: number;
  /** Whether a spike transmits the weight from before or after its own update. */
  readonly carries: "old" | "new";
}
