import type { XmlOutput } from "../../xml/write-xml.ts";

/** A neuron as a cell of NeuroML with synapses. */
export interface Component {
  /** The name of the element. */
  readonly element: string;
  /** The unit of what can be attached; nothing can where it is not given. */
  readonly attached: "nA" | "1" | undefined;
  /** How many pA one unit of what is injected into the model is. */
  readonly injected: number;
  readonly synapses: readonly WrittenSynapse[];
  readonly clamps: readonly WrittenClamp[];
  /** Whether the cell starts at a potential of its own, which a parameter gives. */
  readonly hasStart: boolean;
  /** Whether all of its states start where the model's do. */
  readonly hasStarts?: boolean;
  /** What is attached feeds this input of the model; its only one where that is not given. */
  readonly input?: string | undefined;
  /** Names of its variables by those of the model; the potential alone is seen where they are not given. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Write the cell, and what it is made of beside it, under an id. */
  write(id: string): XmlOutput;
}

/** A receptor of a neuron as a synapse of NeuroML. */
export interface WrittenSynapse {
  readonly receptor: string;
  readonly element: string;
  /** But for the id. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What blocks it, where something does. */
  readonly block: XmlOutput | undefined;
  /** The unit of weights that NeuroML has as plain numbers. */
  readonly unit: string;
  /** The component type that it is of, where NeuroML has none. */
  readonly type?: XmlOutput;
}

/** A clamp that is a current of a neuron. */
export interface WrittenClamp {
  readonly element: string;
  /** What its id should be. */
  readonly wanted: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The weight of each neuron, or of all; 0 where it is not placed. */
  readonly shares: number | Float64Array;
}
