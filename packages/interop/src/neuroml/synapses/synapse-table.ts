import type { ExpressionRecord, StateRecord } from "@spikeloom/kernel";
import type { Row } from "../rows.ts";

/** Appends the synapse's name to a variable name. */
export type Named = (name: string) => string;

/** Additions of a synapse to its target neuron. */
export interface Kinetics {
  readonly state: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics: Readonly<Record<string, string>>;
  /** Effect of an event with `weight`. */
  readonly on: Readonly<Record<string, string>>;
  /** Current into the neuron, positive inwards. */
  readonly current: string;
}

/**
 * A NeuroML synapse: its attributes, and its equations inside the target neuron.
 *
 * They are linear, so all similar synapses of a neuron share one state. Weights are dimensionless.
 */
export interface SynapseTable {
  readonly element: string;
  readonly about: string;
  readonly rows: readonly Row[];
  kinetics(named: Named): Kinetics;
}

/** A state with initial value zero. */
export function fromZero(unit: string, about: string): StateRecord {
  return { initial: unit === "1" ? 0 : `0 ${unit}`, unit, about };
}
