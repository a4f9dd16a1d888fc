/** Scope of a search: everything, or only the state of neurons and recorded data. */
export type Reach = "neurons" | "all";

/** The first unexpected non-finite value of a variable. */
export interface NotFinite {
  readonly kind: "neuron" | "synapse";
  /** Of the population or the projection. */
  readonly name: string;
  readonly variable: string;
  /** Of the neuron in its population, or of the synapse in the order of its projection. */
  readonly index: number;
  readonly value: number;
  /** Its stamp in steps if it was recorded; undefined if it was found in the current state. */
  readonly step?: number;
}
