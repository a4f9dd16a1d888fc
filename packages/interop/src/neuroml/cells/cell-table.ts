import type { NeuronRecord } from "@spikeloom/kernel";
import type { Row } from "../rows.ts";

/** What of a neuron a cell of NeuroML is, beside its parameters and what is attached to it. */
type Dynamics = Pick<
  NeuronRecord,
  "cite" | "state" | "expressions" | "dynamics" | "spike" | "integrator"
>;

/**
 * A cell of NeuroML: its attributes, and its equations with the names of the rows.
 *
 * `i_syn` is the sum of all that is attached, `v` the potential that synapses see.
 */
export interface CellTable extends Dynamics {
  readonly element: string;
  readonly about: string;
  readonly rows: readonly Row[];
  /** The unit of what can be attached; nothing can where it is not given. */
  readonly attached?: "nA" | "1";
  /** Variables of NeuroML that are called differently here. */
  readonly exposed?: Readonly<Record<string, string>>;
}

/** What a state of a cell is called in NeuroML. */
export function exposedAs({ exposed = {} }: CellTable, own: string): string {
  const [theirs = own] = Object.entries(exposed).find(([, name]) => name === own) ?? [];
  return theirs;
}

/** Where NeuroML's own cells are defined. */
export const neuroml: readonly string[] = ["https://docs.neuroml.org/Userdocs/Schemas/Cells.html"];

const potential = { unit: "mV", about: "membrane potential" } as const;

/** A potential that starts at a value. */
export function potentialFrom(initial: string): NonNullable<NeuronRecord["state"]> {
  return { v: { initial, ...potential } };
}
