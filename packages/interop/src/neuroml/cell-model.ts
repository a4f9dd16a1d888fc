import {
  defineNeuron,
  type ExpressionRecord,
  type NeuronRecord,
  type ParameterRecord,
} from "@spikeloom/kernel";
import type { Kinetics } from "./synapses/synapse-table.ts";

/** A cell without attached components. */
export interface Cell
  extends Pick<
    NeuronRecord,
    "about" | "cite" | "parameters" | "state" | "expressions" | "dynamics" | "spike" | "integrator"
  > {
  /** Unit of attached components; undefined if nothing can be attached. */
  readonly attached?: "nA" | "1" | undefined;
}

/** A synapse attached to a cell. */
export interface AttachedSynapse {
  /** Its id, which becomes the receptor's name. */
  readonly receptor: string;
  readonly about: string;
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  readonly kinetics: Kinetics;
}

/** A current into a cell that depends on the cell's potential, such as a clamp. */
export interface AttachedCurrent {
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
  readonly expressions: Readonly<Record<string, ExpressionRecord>>;
  readonly current: string;
}

/** Components attached to the cells of a population. */
export interface Attached {
  readonly synapses: readonly AttachedSynapse[];
  readonly currents: readonly AttachedCurrent[];
}

/** Create the model of a cell with all attached components; `i_syn` is the sum of the currents. */
export function neuronOf(name: string, cell: Cell, { synapses, currents }: Attached): NeuronRecord {
  const { attached, parameters, state, expressions, dynamics, ...rest } = cell;
  const parts = synapses.map(({ kinetics }) => kinetics);
  const sum = [
    ...parts.map(({ current }) => current),
    ...currents.map(({ current }) => current),
    "i_inj",
  ].join(" + ");
  const total = { value: sum, unit: attached ?? "1", about: "sum of all attached currents" };
  const receptors = synapses.map(({ receptor, about, kinetics }) => [
    receptor,
    { unit: "1", about, on: kinetics.on },
  ]);
  return defineNeuron({
    name,
    ...rest,
    parameters: {
      ...parameters,
      ...merged([...synapses, ...currents].map((one) => one.parameters)),
    },
    ...(synapses.length > 0 && { receptors: Object.fromEntries(receptors) }),
    ...(attached !== undefined && {
      inputs: { i_inj: { unit: attached, about: "injected current" } },
    }),
    state: { ...state, ...merged(parts.map((part) => part.state)) },
    expressions: {
      ...merged([...parts, ...currents].map((part) => part.expressions ?? {})),
      ...(attached !== undefined && { i_syn: total }),
      ...expressions,
    },
    dynamics: { ...dynamics, ...merged(parts.map((part) => part.dynamics)) },
  }) as NeuronRecord;
}

function merged<T>(records: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> {
  return Object.assign({}, ...records);
}
