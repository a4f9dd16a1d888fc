import type { Expression, NumericSystem } from "@spikeloom/equations";

/**
 * What the synapses of one projection do.
 *
 * It is lowered from the synapse model and the plasticity rule of the projection.
 *
 * Names in expressions are variables of a synapse, a source, a target or all, `reads`, names of
 * `lets` before, `t`, or numbers. Everything that one event sets is computed from the values before it.
 */
export interface SynapseProgram {
  /** Kept for each synapse: `weight` first, then states, then parameters that differ. */
  readonly synapse: readonly string[];
  /** The states and parameters of which model these names are. */
  readonly origins: ReadonlyMap<
    string,
    { readonly kind: "synapse" | "plasticity"; readonly own: string }
  >;
  /** Kept for each source: traces that its spikes raise, and state that its synapses share. */
  readonly source: readonly string[];
  /** Kept for each target: traces that its spikes raise. */
  readonly target: readonly string[];
  /** Kept once: traces that named events raise. */
  readonly common: readonly string[];
  /** Third factors. */
  readonly modulators: readonly string[];
  /** Variables of the neurons at both ends. */
  readonly reads: readonly NeuronRead[];
  /** Traces that follow an expression of the neurons at one end, step by step. */
  readonly filters: readonly FilterProgram[];
  /** How each kind of variable moves between events. */
  readonly motion: Readonly<Record<"synapse" | "source" | "target" | "common", Motion>>;
  /** The weight within its bounds, where it moves between events; undefined for any other. */
  readonly movedWeight: Expression | undefined;
  /** What a spike of the source does at the synapse, and what it then delivers. */
  readonly pre: EventProgram;
  readonly deliver: Expression | undefined;
  /** What a spike of the target does; undefined where it does nothing to a synapse. */
  readonly post: EventProgram | undefined;
  /** New values of the traces of a source and of a target at a spike of its own. */
  readonly raise: Readonly<Record<"source" | "target", Assignments>>;
  readonly named: ReadonlyMap<string, NamedEvent>;
  /** What is integrated at each step; undefined where nothing is. */
  readonly step: Readonly<Record<"synapse" | "source", Assignments>> | undefined;
  readonly coupling: readonly { readonly into: string; readonly value: Expression }[];
  readonly structure: StructureProgram | undefined;
  /** Whether spikes of the target may wait for the next event that needs them, and why not. */
  readonly lazy: { readonly possible: boolean; readonly reason: string };
}

/** New values by variable. */
export type Assignments = readonly (readonly [variable: string, value: Expression])[];

/** A variable of a neuron, under the name that it has here. */
export interface NeuronRead {
  readonly name: string;
  readonly of: "pre" | "post";
  readonly variable: string;
}

/** A trace that follows its input: x' = (input - x) / decay. */
export interface FilterProgram {
  readonly name: string;
  readonly of: "pre" | "post";
  readonly initial: number;
  readonly input: Expression;
  /** 1 - exp(-dt / decay): what of the way a step goes. */
  readonly share: number;
}

/** Linear motion between events, solved in closed form. */
export interface Motion {
  /** Systems with the same coefficients everywhere. */
  readonly systems: readonly {
    readonly states: readonly string[];
    readonly numeric: NumericSystem;
  }[];
  /** Variables whose coefficients differ from synapse to synapse; `next` reads `elapsed`, in ms. */
  readonly own: readonly { readonly state: string; readonly next: Expression }[];
}

/** A value that is computed, or drawn, once in an event. */
export type Let =
  | { readonly name: string; readonly value: Expression }
  | { readonly name: string; readonly draw: DrawKind; readonly args: readonly Expression[] };

/** What an event may draw. */
export type DrawKind = "rand" | "randn" | "poisson";

/** What an event does to a synapse. */
export interface EventProgram {
  readonly lets: readonly Let[];
  readonly sets: Assignments;
}

/** What a named event does. */
export interface NamedEvent extends EventProgram {
  /** New values of what is kept once. */
  readonly common: Assignments;
}

/** Synapses that come and go. */
export interface StructureProgram {
  /** Between two tests, in ms. */
  readonly every: number;
  readonly remove: Expression | undefined;
  /** How many are added for each target: as many as were removed, or a number. */
  readonly add: "replace" | Expression | undefined;
  readonly initial: Assignments;
}
