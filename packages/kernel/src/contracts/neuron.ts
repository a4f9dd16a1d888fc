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
  /** Effect of an arriving spike; reads `weight` and the state. */
  readonly on: Assignments;
  /** Required sign of weights (a conductance is never negative). */
  readonly sign?: "positive" | "negative";
}

/** A continuous input: the sum of all contributions, held over a step. */
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

/** Refractory behaviour after a spike: duration and held variables. */
export interface RefractoryRecord {
  /** A duration (expression of parameters and state); evaluated at the spike unless `evaluate` says otherwise. */
  readonly for?: string;
  /** The duration as a number of steps. */
  readonly steps?: string;
  /** Condition for being refractory. */
  readonly while?: string;
  readonly evaluate?: "at-spike" | "each-step";
  /** Variables that neither their dynamics nor arriving spikes change while refractory; a reset still does. */
  readonly hold?: readonly string[];
  /** Variables set to a value at each step while refractory (a clamp that differs from the reset value). */
  readonly clamp?: Assignments;
  /** Whether the refractory period can end within a step, the rest of which is integrated (Nengo's LIF). */
  readonly subStep?: boolean;
}

/**
 * Spike condition and reset.
 *
 * Exactly one of `when`, `rate` and `count` is given.
 */
export interface SpikeRecord {
  /** A condition, tested after integration. */
  readonly when?: string;
  /** Whether to test the level at each step (default) or only an upward crossing. */
  readonly edge?: "level" | "rising";
  /**
   * Whether to test after each sub-step of the integrator instead of once after the step, and to reset at the crossing; the spike
   * keeps the stamp of its step. Simulators with adaptive integrators do so. An exponential upstroke is followed to its end
   * (schemes of second order and higher).
   */
  readonly within?: boolean;
  /** An escape rate (1/time): spikes with probability 1 - exp(-rate dt) in a step. */
  readonly rate?: string;
  /** Number of spikes in this step, zero or more. */
  readonly count?: string;
  /** Time of the spike within the step, as a duration from the start of the step. */
  readonly offset?: string;
  readonly reset?: Assignments;
  readonly refractory?: RefractoryRecord;
}

/** An additional event that a neuron sends, besides its spike. */
export interface EventRecord {
  /** A condition, tested together with the spike condition; by default only transitions send the event. */
  readonly when?: string;
  readonly do?: Assignments;
  readonly about: string;
}

/** A named mode with its own dynamics. */
export interface RegimeRecord {
  readonly initial?: boolean;
  readonly dynamics?: Readonly<Record<string, string>>;
  readonly onEntry?: Assignments;
  readonly transitions: readonly TransitionRecord[];
}

/** A transition out of or within a regime; exactly one of `when` and `on` is given. */
export interface TransitionRecord {
  /** A condition, tested after integration. */
  readonly when?: string;
  /** An arriving event: the name of a receptor. */
  readonly on?: string;
  /** The next regime; by default the neuron stays, and `onEntry` does not run. */
  readonly to?: string;
  readonly do?: Assignments;
  /** Events sent on this transition; `"spike"` is the spike. */
  readonly emit?: readonly string[];
}

/** Input-independent spikes: given, or drawn from a process. */
export type SourceRecord =
  | {
      /** Spikes at given times: `times` names the value to set, a list of times per neuron. */
      readonly process: "times";
      readonly times: string;
    }
  | {
      /** A renewal process: each interval is drawn from `interval`, a duration that may draw random numbers. */
      readonly process: "renewal";
      /** Reads `t`, the time of the draw, and `age`, the time since the last spike (0 except at a change). */
      readonly interval: string;
      /**
       * Times at which the distribution of the interval changes; an interval that spans one is redrawn there, conditioned on
       * being longer than the age.
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

/** The integration scheme that a model's published numbers depend on. */
export interface PinnedIntegrator {
  /** Scheme for `dynamics`; a model with its own `step` has none. */
  readonly name?: string;
  /** Number of equal sub-steps within a step. */
  readonly subSteps?: number;
  /** The step of the published numbers; any other is an error unless the run overrides it. */
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
  /** Alternative to `dynamics`: the update itself, as groups of simultaneous assignments in order; may read `dt`. */
  readonly step?: readonly Assignments[];
  readonly spike?: SpikeRecord;
  readonly events?: Readonly<Record<string, EventRecord>>;
  readonly regimes?: Readonly<Record<string, RegimeRecord>>;
  readonly source?: SourceRecord;
  readonly integrator?: PinnedIntegrator;
}

/** The record as written by an author; kind and contract are filled in. */
export type NeuronDefinition = Omit<NeuronRecord, "kind" | "contract">;

/** A neuron model that can be called with parameter values. */
export type NeuronModel<P extends NeuronRecord["parameters"] = NeuronRecord["parameters"]> =
  NeuronRecord & { readonly parameters: P } & ModelFunction<P, NeuronRecord>;

/** A neuron model with parameter values. */
export type ConfiguredNeuron = Configured<NeuronRecord>;
