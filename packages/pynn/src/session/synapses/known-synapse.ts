import type { ProjectionRecord } from "@spikeloom/kernel";
import type { Column } from "../session.ts";

/** An attribute of connections as those who use a session know it. */
export interface SynapseParameter {
  readonly default: number;
  /** `weight` stands for the unit of weights. */
  readonly unit: string;
}

/** What a projection says of its synapses. */
export type SynapseRecords = Pick<
  ProjectionRecord,
  "synapse" | "plasticity" | "dendritic" | "initial"
>;

/** What synapses are written down for. */
export interface SynapseContext {
  /** Attributes of the connections beside `weight` and `delay`. */
  readonly attributes: ReadonlyMap<string, Column>;
  /** The unit of weights. */
  readonly unit: string;
  /** The time constant of the receptor in ms, where it has one. */
  readonly decay: Column | undefined;
}

/** A synapse type that a session has found. */
export interface KnownSynapse {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, SynapseParameter>;
  /** State that each synapse has beside its weight: units by name. */
  readonly states: ReadonlyMap<string, string>;
  /** Whether weights are kept by the simulation, which may change them. */
  readonly isRuled: boolean;
  /** Whether it couples potentials and delivers nothing. */
  readonly couples: boolean;
  /** Instead of the unit of the receptor. */
  readonly weightUnit?: string | undefined;
  record(context: SynapseContext): SynapseRecords;
}
