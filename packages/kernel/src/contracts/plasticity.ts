import type { Configured, ModelFunction } from "./configured.ts";
import type {
  Assignments,
  ExpressionRecord,
  ModelHead,
  ParameterRecord,
  ReadRecord,
  StateRecord,
} from "./model.ts";
import type { SynapseDynamics } from "./synapse.ts";

/**
 * A low-pass filter of spikes, or of a variable of the source or target.
 *
 * It belongs to a neuron or a synapse, or is shared by all synapses.
 */
export interface TraceRecord {
  readonly of: "pre" | "post" | "global";
  /** Time constant of its exponential decay: a parameter or an expression of parameters. */
  readonly decay: string;
  /** Input of the filter, `x' = (input - x) / decay`; zero by default. */
  readonly input?: string;
  readonly initial?: string | number;
  readonly unit?: string;
  readonly about?: string;
}

/** A third factor, broadcast from a population or set from code. */
export interface ModulatorRecord {
  readonly unit: string;
  readonly about: string;
}

/** Structural plasticity: removes and adds synapses at intervals. */
export interface StructureRecord {
  readonly every: string;
  /** Condition for removing a synapse. */
  readonly remove?: string;
  /** Number of synapses to add: as many as were removed, or an expression of the target's variables. */
  readonly add?: "replace" | string;
  /** Initial state of a new synapse. */
  readonly initial?: Assignments;
}

/**
 * A plasticity rule as data.
 *
 * All right-hand sides of an event read the old values; if a presynaptic and a postsynaptic spike occur in the same step, the
 * presynaptic one runs first.
 */
export interface PlasticityRecord extends ModelHead {
  readonly kind: "plasticity";
  readonly contract: 1;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  /** Unit of the weight that the rule is written for; by default any that fits its equations. */
  readonly weightUnit?: string;
  readonly traces?: Readonly<Record<string, TraceRecord>>;
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics?: Readonly<Record<string, SynapseDynamics>>;
  readonly modulators?: Readonly<Record<string, ModulatorRecord>>;
  readonly reads?: Readonly<Record<string, ReadRecord>>;
  /** Effects of `pre`, `post` and named events on traces, state and `weight`. */
  readonly on: Readonly<Record<string, Assignments>>;
  readonly bounds?: { readonly weight?: { readonly min?: string; readonly max?: string } };
  readonly structure?: StructureRecord;
}

/** The record as written by an author. */
export type PlasticityDefinition = Omit<PlasticityRecord, "kind" | "contract">;

/** A plasticity rule that can be called with parameter values. */
export type PlasticityModel<
  P extends PlasticityRecord["parameters"] = PlasticityRecord["parameters"],
> = PlasticityRecord & { readonly parameters: P } & ModelFunction<P, PlasticityRecord>;

/** A plasticity rule with parameter values. */
export type ConfiguredPlasticity = Configured<PlasticityRecord>;
