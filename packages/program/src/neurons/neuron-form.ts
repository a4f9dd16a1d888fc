import type { Expression, IntegerWidth, NumberType } from "@spikeloom/equations";
import type { ParameterBounds } from "@spikeloom/network";

/** New values, right-hand sides or jumps by variable. */
export type Assignments = ReadonlyMap<string, Expression>;

/**
 * A neuron in continuous time: equations without a step or parameter values.
 *
 * An event-driven simulator can use it directly; `discretise` derives the step of a clock-driven simulator from it.
 * Numbers are in internal units, and `unit` is the unit that users read and write. Expressions may read parameters, inputs,
 * states, sub-expressions, mathematical constants and `t`; jumps may also read `weight`, updates `dt`, and the flow names of
 * noise, which begin with `xi`.
 */
export interface NeuronForm {
  /** Name of the model, for errors and reports. */
  readonly model: string;
  readonly parameters: ReadonlyMap<string, FormParameter>;
  readonly inputs: ReadonlyMap<string, FormInput>;
  readonly states: ReadonlyMap<string, FormState>;
  /** Named sub-expressions, ordered so that each reads only earlier ones. */
  readonly expressions: ReadonlyMap<string, FormExpression>;
  readonly outputs: ReadonlyMap<string, FormOutput>;
  readonly flow: Flow;
  readonly receptors: ReadonlyMap<string, FormReceptor>;
  readonly emission: Emission | undefined;
  readonly events: ReadonlyMap<string, FormEvent>;
  readonly regimes: ReadonlyMap<string, Regime>;
}

/** A parameter. */
export interface FormParameter {
  readonly unit: string;
  readonly type: NumberType;
  /** Undefined where the model sets none. */
  readonly bounds: ParameterBounds | undefined;
}

/** A continuous input. */
export interface FormInput {
  readonly unit: string;
}

/** A state variable. */
export interface FormState {
  readonly unit: string;
  readonly type: NumberType;
  /** Width of an integer. */
  readonly width: IntegerWidth | undefined;
  /** Whether the whole population shares one value. */
  readonly shared: boolean;
}

/** A named sub-expression. */
export interface FormExpression {
  readonly unit: string;
  readonly value: Expression;
  /** Whether it is evaluated once per step, whatever the scheme. */
  readonly constantOverStep: boolean;
}

/** A continuous output. */
export interface FormOutput {
  readonly unit: string;
  readonly value: Expression;
}

/** Evolution of states between events. */
export type Flow =
  /** `dx/dt` of each variable, which may be linear, nonlinear or noisy. */
  | { readonly kind: "equations"; readonly sides: Assignments }
  /** A model in discrete time: groups of simultaneous assignments, in order. */
  | { readonly kind: "update"; readonly groups: readonly Assignments[] };

/**
 * A port for spikes: each arriving spike changes variables instantaneously.
 *
 * Its kinetics are the flow of these variables.
 */
export interface FormReceptor {
  /** Unit of the weight that arrives. */
  readonly unit: string;
  readonly sign: "positive" | "negative" | undefined;
  readonly jumps: Assignments;
}

/** Spike condition of a neuron, and the effects of a spike on it. */
export interface Emission {
  readonly when: SpikeTest;
  /** Whether the level is tested, or only an upward crossing. */
  readonly edge: "level" | "rising";
  /** Whether a clock-driven simulator tests it in each sub-step, and resets at the crossing. */
  readonly within: boolean;
  /** Time of the spike after the start of its step. */
  readonly offset: Expression | undefined;
  readonly reset: Assignments;
  readonly refractory: Refractory | undefined;
}

/** Test for a spike. */
export type SpikeTest =
  | { readonly kind: "threshold"; readonly condition: Expression }
  /** Escape rate in 1/ms. */
  | { readonly kind: "rate"; readonly rate: Expression }
  /** Number of spikes in a step. */
  | { readonly kind: "count"; readonly count: Expression };

/** Refractory behaviour after a spike. */
export interface Refractory {
  readonly lasts:
    | { readonly kind: "time"; readonly duration: Expression }
    | { readonly kind: "steps"; readonly steps: Expression }
    | { readonly kind: "while"; readonly condition: Expression };
  readonly evaluate: "at-spike" | "each-step";
  /** Variables whose flow, and under some conventions whose jumps, are suspended. */
  readonly hold: readonly string[];
  /** Variables set to a value throughout. */
  readonly clamp: Assignments;
  /** Whether it may end within a step. */
  readonly subStep: boolean;
}

/** An event that a neuron sends in addition to its spike. */
export interface FormEvent {
  readonly when: Expression | undefined;
  readonly do: Assignments;
}

/** A named mode with its own equations, in addition to the flow. */
export interface Regime {
  readonly initial: boolean;
  readonly sides: Assignments;
  readonly onEntry: Assignments;
  readonly transitions: readonly Transition[];
}

/** A transition out of or within a regime; exactly one of `when` and `on` is given. */
export interface Transition {
  readonly when: Expression | undefined;
  /** Receptor whose events trigger it. */
  readonly on: string | undefined;
  readonly to: string | undefined;
  readonly do: Assignments;
  /** Events that it sends; `"spike"` is the spike. */
  readonly emit: readonly string[];
}
