import type { ProjectionRecord } from "@spikeloom/kernel";
import type { Column } from "../session.ts";

/** An attribute of connections as users of a session see it. */
export interface SynapseParameter {
  readonly default: number;
  /** `weight` means the unit of weights. */
  readonly unit: string;
}

/** The fields of a projection for its synapses. */
export type SynapseRecords = Pick<
  ProjectionRecord,
  "synapse" | "plasticity" | "dendritic" | "initial"
>;

/** Inputs for writing synapses. */
export interface SynapseContext {
  /** Attributes of the connections other than `weight` and `delay`. */
  readonly attributes: ReadonlyMap<string, Column>;
  /** The unit of weights. */
  readonly unit: string;
  /** The time constant of the receptor in ms, if it has one. */
  readonly decay: Column | undefined;
}

/** A resolved synapse type. */
export interface KnownSynapse {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, SynapseParameter>;
  /** State of each synapse in addition to its weight: units by name. */
  readonly states: ReadonlyMap<string, string>;
  /** Whether the simulation owns the weights, because it may change them. */
  readonly isRuled: boolean;
  /** Whether it couples potentials and delivers nothing. */
  readonly couples: boolean;
  /** Replaces the unit of the receptor. */
  readonly weightUnit?: string | undefined;
  record(context: SynapseContext): SynapseRecords;
}
