import type { NeuronRecord } from "@spikeloom/kernel";
import type { Row } from "../rows.ts";

/** A NeuroML cell as a neuron, without its parameters and attached components. */
type Dynamics = Pick<
  NeuronRecord,
  "cite" | "state" | "expressions" | "dynamics" | "spike" | "integrator"
>;

/**
 * A NeuroML cell: its attributes, and its equations in the names of the rows.
 *
 * `i_syn` is the sum of all attached currents, `v` the potential that synapses see.
 */
export interface CellTable extends Dynamics {
  readonly element: string;
  readonly about: string;
  readonly rows: readonly Row[];
  /** Unit of attached components; undefined if nothing can be attached. */
  readonly attached?: "nA" | "1";
  /** NeuroML variables with a different name here. */
  readonly exposed?: Readonly<Record<string, string>>;
}

/** NeuroML's name of a cell's state. */
export function exposedAs({ exposed = {} }: CellTable, own: string): string {
  const [theirs = own] = Object.entries(exposed).find(([, name]) => name === own) ?? [];
  return theirs;
}

/** File of NeuroML's cell definitions. */
export const neuroml: readonly string[] = ["https://docs.neuroml.org/Userdocs/Schemas/Cells.html"];

const potential = { unit: "mV", about: "membrane potential" } as const;

/** A potential with an initial value. */
export function potentialFrom(initial: string): NonNullable<NeuronRecord["state"]> {
  return { v: { initial, ...potential } };
}
