import type { Expression, NumericSystem } from "@spikeloom/equations";

/**
 * Program of a projection's synapses.
 *
 * It is lowered from the synapse model and the plasticity rule of the projection.
 *
 * Names in expressions are variables of a synapse, a source, a target or all, `reads`, names of earlier `lets`, `t`, or numbers.
 * All assignments of an event are computed from the old values.
 */
export interface SynapseProgram {
  /** Stored per synapse: `weight` first, then states, then parameters that differ. */
  readonly synapse: readonly string[];
  /** The model to which each of these states and parameters belongs. */
  readonly origins: ReadonlyMap<
    string,
    { readonly kind: "synapse" | "plasticity"; readonly own: string }
  >;
  /** Stored per source: traces that its spikes increment, and state that its synapses share. */
  readonly source: readonly string[];
  /** Stored per target: traces that its spikes increment. */
  readonly target: readonly string[];
  /** Stored once: traces that named events increment. */
  readonly common: readonly string[];
  /** Third factors. */
  readonly modulators: readonly string[];
  /** Variables of the neurons at both ends. */
  readonly reads: readonly NeuronRead[];
  /** Traces that follow an expression of the neurons at one end, step by step. */
  readonly filters: readonly FilterProgram[];
  /** Evolution of each kind of variable between events. */
  readonly motion: Readonly<Record<"synapse" | "source" | "target" | "common", Motion>>;
  /** The weight clamped to its bounds, if it evolves between events; otherwise undefined. */
  readonly movedWeight: Expression | undefined;
  /** Effects of a presynaptic spike at the synapse, and the weight it then delivers. */
  readonly pre: EventProgram;
  readonly deliver: Expression | undefined;
  /** Effects of a postsynaptic spike; undefined if it has none on a synapse. */
  readonly post: EventProgram | undefined;
  /** New values of the traces of a source and of a target at their own spikes. */
  readonly raise: Readonly<Record<"source" | "target", Assignments>>;
  readonly named: ReadonlyMap<string, NamedEvent>;
  /** Assignments at each step; undefined if there are none. */
  readonly step: Readonly<Record<"synapse" | "source", Assignments>> | undefined;
  readonly coupling: readonly { readonly into: string; readonly value: Expression }[];
  readonly structure: StructureProgram | undefined;
  /** Whether postsynaptic spikes may be deferred to the next event that needs them, and the reason if not. */
  readonly lazy: { readonly possible: boolean; readonly reason: string };
}

/** New values by variable. */
export type Assignments = readonly (readonly [variable: string, value: Expression])[];

/** A variable of a neuron, under its name in this program. */
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
  /** 1 - exp(-dt / decay): the fraction of the distance covered in one step. */
  readonly share: number;
}

/** Linear evolution between events, solved in closed form. */
export interface Motion {
  /** Systems with the same coefficients everywhere. */
  readonly systems: readonly {
    readonly states: readonly string[];
    readonly numeric: NumericSystem;
  }[];
  /** Variables whose coefficients differ between synapses; `next` reads `elapsed`, in ms. */
  readonly own: readonly { readonly state: string; readonly next: Expression }[];
}

/** A value computed or drawn once per event. */
export type Let = { readonly name: string; readonly value: Expression } | DrawnLet;

/** A value drawn once per event. */
export interface DrawnLet {
  readonly name: string;
  readonly draw: DrawKind;
  readonly args: readonly Expression[];
  /**
   * Purpose of the stream from which it is drawn; section 9 of `specs/random` defines entity and step.
   *
   * A program that does not belong to a projection yet has only the name.
   */
  readonly key: string;
}

/** Random draws available to an event. */
export type DrawKind = "rand" | "randn" | "poisson";

/** Effects of an event on a synapse. */
export interface EventProgram {
  readonly lets: readonly Let[];
  readonly sets: Assignments;
}

/** Effects of a named event. */
export interface NamedEvent extends EventProgram {
  /** New values of variables stored once. */
  readonly common: Assignments;
}

/** Structural plasticity: synapses that are removed and added. */
export interface StructureProgram {
  /** Interval between two tests, in ms. */
  readonly every: number;
  readonly remove: Expression | undefined;
  /** Number of synapses added per target: as many as were removed, or a number. */
  readonly add: "replace" | Expression | undefined;
  readonly initial: Assignments;
}
