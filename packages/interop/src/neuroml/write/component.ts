import type { XmlOutput } from "../../xml/write-xml.ts";

/** A neuron as a NeuroML cell with synapses. */
export interface Component {
  /** Element name. */
  readonly element: string;
  /** Unit of attached components; undefined if nothing can be attached. */
  readonly attached: "nA" | "1" | undefined;
  /** Number of pA per unit of the model's input. */
  readonly injected: number;
  readonly synapses: readonly WrittenSynapse[];
  readonly clamps: readonly WrittenClamp[];
  /** Whether a parameter sets the cell's initial potential. */
  readonly hasStart: boolean;
  /** Whether all states have the model's initial values. */
  readonly hasStarts?: boolean;
  /** Input of the model that attached components feed; by default the only one. */
  readonly input?: string | undefined;
  /** Names of its variables by those of the model; by default only the potential is exposed. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Write the cell and its parts under an id. */
  write(id: string): XmlOutput;
}

/** A receptor of a neuron as a NeuroML synapse. */
export interface WrittenSynapse {
  readonly receptor: string;
  readonly element: string;
  /** Without the id. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Block mechanism, if any. */
  readonly block: XmlOutput | undefined;
  /** Unit of weights, which are dimensionless in NeuroML. */
  readonly unit: string;
  /** Its component type, if NeuroML has none. */
  readonly type?: XmlOutput;
}

/** A clamp that is a current of a neuron. */
export interface WrittenClamp {
  readonly element: string;
  /** Preferred id. */
  readonly wanted: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Weight of each neuron, or of all; 0 for neurons without it. */
  readonly shares: number | Float64Array;
}
