import type { Configured, ModelFunction } from "./configured.ts";
import type {
  Assignments,
  ExpressionRecord,
  ModelHead,
  ParameterRecord,
  ReadRecord,
  StateRecord,
} from "./model.ts";

/** How the state of a synapse moves between events. */
export interface SynapseDynamics {
  readonly derivative: string;
  /** `event`: closed form from event to event; `step`: integrated at each step. */
  readonly when: "event" | "step";
}

/** Continuous coupling: a value summed into an input of the target each step. */
export interface CouplingRecord {
  /** The target's input. */
  readonly into: string;
  /** May read variables of both ends, named in `reads`, as they are at the start of the step. */
  readonly value: string;
  readonly unit: string;
}

/** A synapse model as data: state per synapse, events, what is delivered. */
export interface SynapseRecord extends ModelHead {
  readonly kind: "synapse";
  readonly contract: 1;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  /** Unit of the weight these equations are for; any that fits them where it is not given. */
  readonly weightUnit?: string;
  /** Variables of the neurons at both ends that the equations read. */
  readonly reads?: Readonly<Record<string, ReadRecord>>;
  /** State per synapse; `weight` is always there and need not be named. */
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics?: Readonly<Record<string, SynapseDynamics>>;
  /** What a presynaptic spike, a postsynaptic spike or a named event does to the state. */
  readonly on?: Readonly<Record<string, Assignments>>;
  /**
   * The weight that reaches the receptor at a presynaptic spike. It reads the values from before the
   * event, as `on.pre` does. Where it is not given it is `weight`, or nothing if there is a coupling.
   */
  readonly deliver?: string;
  /** Whether state belongs to each synapse, or to all synapses of one source that are alike. */
  readonly per?: "synapse" | "source";
  readonly coupling?: readonly CouplingRecord[];
}

/** The record as an author writes it. */
export type SynapseDefinition = Omit<SynapseRecord, "kind" | "contract">;

/** A synapse model that can be called with parameter values. */
export type SynapseModel<P extends SynapseRecord["parameters"] = SynapseRecord["parameters"]> =
  SynapseRecord & { readonly parameters: P } & ModelFunction<P, SynapseRecord>;

/** A synapse model with values for its parameters. */
export type ConfiguredSynapse = Configured<SynapseRecord>;
