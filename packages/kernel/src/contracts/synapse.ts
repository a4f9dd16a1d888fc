import type { Configured, ModelFunction } from "./configured.ts";
import type {
  Assignments,
  ExpressionRecord,
  ModelHead,
  ParameterRecord,
  ReadRecord,
  StateRecord,
} from "./model.ts";

/** Evolution of a synapse's state between events. */
export interface SynapseDynamics {
  readonly derivative: string;
  /** `event`: closed form from event to event; `step`: integrated at each step. */
  readonly when: "event" | "step";
}

/** Continuous coupling: a value summed into an input of the target each step. */
export interface CouplingRecord {
  /** The target's input. */
  readonly into: string;
  /** May read variables of the source and target, named in `reads`, at the start of the step. */
  readonly value: string;
  readonly unit: string;
}

/** A synapse model as data: per-synapse state, events and delivered weight. */
export interface SynapseRecord extends ModelHead {
  readonly kind: "synapse";
  readonly contract: 1;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  /** Unit of the weight that the equations are written for; by default any that fits them. */
  readonly weightUnit?: string;
  /** Variables of the source and target neurons that the equations read. */
  readonly reads?: Readonly<Record<string, ReadRecord>>;
  /** Per-synapse state; `weight` always exists and need not be declared. */
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics?: Readonly<Record<string, SynapseDynamics>>;
  /** Effects of a presynaptic spike, a postsynaptic spike or a named event on the state. */
  readonly on?: Readonly<Record<string, Assignments>>;
  /**
   * The weight delivered to the receptor at a presynaptic spike. It reads the old values, as `on.pre` does. The default is
   * `weight`, or nothing if there is a coupling.
   */
  readonly deliver?: string;
  /** Whether state is kept per synapse, or shared by all identical synapses of a source. */
  readonly per?: "synapse" | "source";
  readonly coupling?: readonly CouplingRecord[];
}

/** The record as written by an author. */
export type SynapseDefinition = Omit<SynapseRecord, "kind" | "contract">;

/** A synapse model that can be called with parameter values. */
export type SynapseModel<P extends SynapseRecord["parameters"] = SynapseRecord["parameters"]> =
  SynapseRecord & { readonly parameters: P } & ModelFunction<P, SynapseRecord>;

/** A synapse model with parameter values. */
export type ConfiguredSynapse = Configured<SynapseRecord>;
