/** One phase of a step. */
export type Phase = "arrive" | "integrate" | "threshold" | "reset";

/**
 * The small rules that decide spike times.
 *
 * A network carries one by name or written out.
 *
 * `order` is the order of the four phases within a step from t to t + dt.
 */
export interface ConventionRecord {
  readonly name: string;
  readonly order: readonly Phase[];
  /** A spike found in the step from t to t + dt is stamped t (`start`) or t + dt (`end`). */
  readonly spikeStamp: "start" | "end";
  /** `as-written` keeps the comparison of the model; the others replace `>` and `>=` of its threshold. */
  readonly threshold: "as-written" | "greater" | "greater-or-equal";
  readonly refractory: {
    /** Added to the steps of the duration to give the number of those that are held. */
    readonly countOffset: 0 | -1;
    /** How a duration becomes steps; `floor` allows a thousandth of a step, `up` half a thousandth of a ms. */
    readonly rounding?: "nearest" | "floor" | "up";
    /** Arriving spikes do not change held variables. */
    readonly blocksWrites: boolean;
  };
  /**
   * What arrives is added to a variable after its step (`apart`, where it is not given), or, where a step of the
   * model's own adds an increment to the variable, to that increment first (`in-increment`). Only the last bit
   * differs.
   */
  readonly arrivals?: "apart" | "in-increment";
  readonly delay: {
    /** Least delay in steps. */
    readonly least: 0 | 1;
    readonly rounding: "nearest" | "half-up" | "floor" | "exact";
  };
  /**
   * How a spike time that a source is given becomes a step, whose stamp the spike carries.
   *
   * `up` and `floor` leave a time on the grid that rounding has moved off it; where it is not given, times are cut
   * (`floor`) if spikes are stamped with the start of their step, else rounded to the nearest step.
   */
  readonly spikeTimes?: {
    readonly rounding: "nearest" | "up" | "floor";
  };
  /** A Poisson source may send several spikes in a step (`count`) or at most one. */
  readonly multiplicity: "count" | "one";
  /** A continuous input holds the value it has at the start of the step, at its end, or at the start of the step before. */
  readonly inputHold: "start" | "end" | "previous";
  /** Recorded state belongs to the start of the step (before it) or to its end. */
  readonly sampleAt: "start" | "end";
  /** How plastic synapses see spikes; as `brian2` where it is not given. */
  readonly plasticity?: PlasticityConvention;
}

/** The small rules that decide what plastic synapses do. */
export interface PlasticityConvention {
  /**
   * What happens where spikes of source and target reach a synapse in one step.
   *
   * `pre-first`: the target's spike sees the trace that the source's has just raised. `apart`: neither
   * sees the other, and the target's acts on the weight first; where it has no dendritic delay, which
   * lets it be known too late for that, as `pre-first`.
   */
  readonly coincidence: "pre-first" | "apart";
  /** The share of a delay that lies between synapse and target, where a projection does not say. */
  readonly dendritic: number;
  /** Whether a spike carries the weight from before it, or the one that it leaves. */
  readonly carries: "old" | "new";
}
