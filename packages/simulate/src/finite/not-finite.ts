/** How far a search goes: all of it, or the state of neurons and what was recorded alone. */
export type Reach = "neurons" | "all";

/** A value that is not finite where it should be: the first of its variable. */
export interface NotFinite {
  readonly kind: "neuron" | "synapse";
  /** Of the population or the projection. */
  readonly name: string;
  readonly variable: string;
  /** Of the neuron in its population, or of the synapse in the order of its projection. */
  readonly index: number;
  readonly value: number;
  /** Its stamp in steps where it was recorded; otherwise it was found in the present state. */
  readonly step?: number;
}
