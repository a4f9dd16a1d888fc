import type { Configured, ModelFunction } from "./configured.ts";
import type {
  Assignments,
  ExpressionRecord,
  ModelHead,
  ParameterRecord,
  StateRecord,
} from "./model.ts";

/** A named port for spikes; the kinetics live in the neuron's own state. */
export interface ReceptorRecord {
  /** Unit of the weight that arrives. */
  readonly unit: string;
  readonly about: string;
  /** What an arriving spike does; reads `weight` and the state. */
  readonly on: Assignments;
  /** Weights of the other sign are refused (a conductance is never negative). */
  readonly sign?: "positive" | "negative";
}

/** A continuous input: the sum of all that reaches it, held over a step. */
export interface InputRecord {
  readonly unit: string;
  readonly about: string;
}

/** A continuous output that graded synapses and non-spiking networks read. */
export interface OutputRecord {
  readonly value: string;
  readonly unit: string;
  readonly about: string;
}

/** What follows a spike: for how long it is refractory, and what is held meanwhile. */
export interface RefractoryRecord {
  /** A duration (expression of parameters and state); evaluated at the spike unless `evaluate` says otherwise. */
  readonly for?: string;
  /** The same as a number of steps. */
  readonly steps?: string;
  /** Refractory for as long as this condition is true. */
  readonly while?: string;
  readonly evaluate?: "at-spike" | "each-step";
  /** Variables that neither their dynamics nor arriving spikes change meanwhile; a reset still does. */
  readonly hold?: readonly string[];
  /** Variables set to a value at each step meanwhile (a clamp that differs from the reset value). */
  readonly clamp?: Assignments;
  /** The period ends inside a step; the rest of that step is integrated (Nengo's LIF). */
  readonly subStep?: boolean;
}

/**
 * When a neuron spikes and what that does.
 *
 * It has exactly one of `when`, `rate` and `count`.
 */
export interface SpikeRecord {
  /** A condition, tested after integration. */
  readonly when?: string;
  /** Test the level at each step (default), or only an upward crossing. */
  readonly edge?: "level" | "rising";
  /**
   * Test after each sub-step of the integrator instead of once after the step, and reset where the
   * threshold was crossed in it; the spike keeps the stamp of its step. Simulators with adaptive
   * integrators do so. An exponential upstroke is followed to its end (schemes of second order and more).
   */
  readonly within?: boolean;
  /** An escape rate (1/time): spikes with probability 1 - exp(-rate dt) in a step. */
  readonly rate?: string;
  /** A number of spikes in this step, zero or more. */
  readonly count?: string;
  /** Where in the step the spike fell, as a duration from the start of the step. */
  readonly offset?: string;
  readonly reset?: Assignments;
  readonly refractory?: RefractoryRecord;
}

/** A further event that a neuron sends, besides its spike. */
export interface EventRecord {
  /** A condition, tested with that of the spike; where it is not given only transitions send it. */
  readonly when?: string;
  readonly do?: Assignments;
  readonly about: string;
}

/** A named mode with dynamics of its own. */
export interface RegimeRecord {
  readonly initial?: boolean;
  readonly dynamics?: Readonly<Record<string, string>>;
  readonly onEntry?: Assignments;
  readonly transitions: readonly TransitionRecord[];
}

/** What ends a regime or happens within it; exactly one of `when` and `on`. */
export interface TransitionRecord {
  /** A condition, tested after integration. */
  readonly when?: string;
  /** An arriving event: the name of a receptor. */
  readonly on?: string;
  /** The regime to go to; where it is not given the neuron stays, and `onEntry` does not run. */
  readonly to?: string;
  readonly do?: Assignments;
  /** The events sent on this transition; `"spike"` is the spike. */
  readonly emit?: readonly string[];
}

/** Spikes that do not depend on input: given, or drawn from a process. */
export type SourceRecord =
  | {
      /** Spikes at given times: `times` names the value to set, a list of times per neuron. */
      readonly process: "times";
      readonly times: string;
    }
  | {
      /** A renewal process: each interval is drawn from `interval`, a duration that may draw random numbers. */
      readonly process: "renewal";
      /** Reads `t`, when it is drawn, and `age`, the time since the last spike (0 but at a change). */
      readonly interval: string;
      /**
       * Times at which the law of the interval changes; an interval that spans one is redrawn there,
       * conditioned on being longer than the age.
       */
      readonly changes?: readonly string[];
      readonly start?: string;
      readonly stop?: string;
    }
  | {
      /** A Poisson process whose rate is an expression of `t`, never above `bound`. */
      readonly process: "poisson";
      readonly rate: string;
      readonly bound: string;
      readonly start?: string;
      readonly stop?: string;
    };

/** The scheme a model is defined by, where its published numbers depend on it. */
export interface PinnedIntegrator {
  /** Of `dynamics`; a model with a `step` of its own has none. */
  readonly name?: string;
  /** Equal sub-steps within a step. */
  readonly subSteps?: number;
  /** The step the published numbers were made with; another one is refused unless the run says so. */
  readonly dt?: string;
}

/** A neuron model as data. */
export interface NeuronRecord extends ModelHead {
  readonly kind: "neuron";
  readonly contract: 1;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  readonly receptors?: Readonly<Record<string, ReceptorRecord>>;
  readonly inputs?: Readonly<Record<string, InputRecord>>;
  readonly outputs?: Readonly<Record<string, OutputRecord>>;
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  /** Derivatives: `{ v: "(v_rest - v) / tau_m" }`. */
  readonly dynamics?: Readonly<Record<string, string>>;
  /** Instead of `dynamics`: the update itself, groups in order, each group at once; may read `dt`. */
  readonly step?: readonly Assignments[];
  readonly spike?: SpikeRecord;
  readonly events?: Readonly<Record<string, EventRecord>>;
  readonly regimes?: Readonly<Record<string, RegimeRecord>>;
  readonly source?: SourceRecord;
  readonly integrator?: PinnedIntegrator;
}

/** The record as an author writes it; kind and contract are filled in. */
export type NeuronDefinition = Omit<NeuronRecord, "kind" | "contract">;

/** A neuron model that can be called with parameter values. */
export type NeuronModel<P extends NeuronRecord["parameters"] = NeuronRecord["parameters"]> =
  NeuronRecord & { readonly parameters: P } & ModelFunction<P, NeuronRecord>;

/** A neuron model with values for its parameters. */
export type ConfiguredNeuron = Configured<NeuronRecord>;
