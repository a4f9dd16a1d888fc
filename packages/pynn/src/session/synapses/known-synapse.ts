import type { ProjectionRecord, Stack } from "@spikeloom/kernel";
import { SESSION_NAME } from "../../errors.ts";
import type { Column, SynapseType } from "../session.ts";
import { nativeSynapse } from "./native-synapse.ts";
import { standardSynapse } from "./standard-synapse.ts";
import { stdpMechanism } from "./stdp-mechanism.ts";

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

/** Find a synapse type, or fail with the names that there are. */
export function knownSynapse(synapse: SynapseType, stack: Stack, place: string): KnownSynapse {
  if (synapse.kind === "standard") return standardSynapse(synapse.name, stack, place);
  if (synapse.kind === "stdp") return stdpMechanism(synapse, stack, place);
  if (synapse.kind === "native") return nativeSynapse(synapse, stack, place);
  const { kind } = synapse as { readonly kind: unknown };
  const known = ["standard", "stdp", "native"];
  throw SESSION_NAME({
    place: `${place}.kind`,
    what: "kind of synapse",
    name: String(kind),
    known,
  });
}
