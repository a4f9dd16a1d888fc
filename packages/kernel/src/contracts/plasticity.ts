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
 * A low-pass filter of spikes or of a variable of one end.
 *
 * It belongs to a neuron or to a synapse, or is shared by all synapses.
 */
export interface TraceRecord {
  readonly of: "pre" | "post" | "global";
  /** Time constant of its exponential decay: a parameter or an expression of parameters. */
  readonly decay: string;
  /** What it follows, `x' = (input - x) / decay`; zero where it is not given. */
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

/** Synapses that come and go: tested at intervals. */
export interface StructureRecord {
  readonly every: string;
  /** A synapse for which this is true is removed. */
  readonly remove?: string;
  /** How many synapses are added: as many as were removed, or an expression of the target's variables. */
  readonly add?: "replace" | string;
  /** State of a new synapse. */
  readonly initial?: Assignments;
}

/**
 * A plasticity rule as data.
 *
 * All right-hand sides of one event read the values from before it; of a presynaptic and a
 * postsynaptic spike in the same step the presynaptic one runs first.
 */
export interface PlasticityRecord extends ModelHead {
  readonly kind: "plasticity";
  readonly contract: 1;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  /** Unit of the weight this rule is for; any that fits its equations where it is not given. */
  readonly weightUnit?: string;
  readonly traces?: Readonly<Record<string, TraceRecord>>;
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics?: Readonly<Record<string, SynapseDynamics>>;
  readonly modulators?: Readonly<Record<string, ModulatorRecord>>;
  readonly reads?: Readonly<Record<string, ReadRecord>>;
  /** What `pre`, `post` and named events do to traces, state and `weight`. */
  readonly on: Readonly<Record<string, Assignments>>;
  readonly bounds?: { readonly weight?: { readonly min?: string; readonly max?: string } };
  readonly structure?: StructureRecord;
}

/** The record as an author writes it. */
export type PlasticityDefinition = Omit<PlasticityRecord, "kind" | "contract">;

/** A plasticity rule that can be called with parameter values. */
export type PlasticityModel<
  P extends PlasticityRecord["parameters"] = PlasticityRecord["parameters"],
> = PlasticityRecord & { readonly parameters: P } & ModelFunction<P, PlasticityRecord>;

/** A plasticity rule with values for its parameters. */
export type ConfiguredPlasticity = Configured<PlasticityRecord>;
