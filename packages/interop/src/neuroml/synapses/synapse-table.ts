import type { ExpressionRecord, StateRecord } from "@spikeloom/kernel";
import type { Row } from "../rows.ts";

/** Puts the name of a synapse behind that of a variable. */
export type Named = (name: string) => string;

/** What a synapse adds to the neuron that it is attached to. */
export interface Kinetics {
  readonly state: Readonly<Record<string, StateRecord>>;
  readonly expressions?: Readonly<Record<string, ExpressionRecord>>;
  readonly dynamics: Readonly<Record<string, string>>;
  /** What an event of `weight` does. */
  readonly on: Readonly<Record<string, string>>;
  /** The current into the neuron, positive inwards. */
  readonly current: string;
}

/**
 * A synapse of NeuroML: its attributes, and its equations inside the neuron that it is attached to.
 *
 * They are linear, so all synapses of a neuron that are alike share one state. A weight is a pure number.
 */
export interface SynapseTable {
  readonly element: string;
  readonly about: string;
  readonly rows: readonly Row[];
  kinetics(named: Named): Kinetics;
}

/** A state that starts at zero. */
export function fromZero(unit: string, about: string): StateRecord {
  return { initial: unit === "1" ? 0 : `0 ${unit}`, unit, about };
}
