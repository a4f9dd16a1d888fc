import type { NeuronRecord } from "@spikeloom/kernel";
import { type Kinetics, pointNeuron } from "@spikeloom/neurons";
import { type PynnCell, type PynnParameter, pynnCells } from "./cells.ts";

/**
 * A part of PyNN's `PointNeuron`.
 *
 * An argument of `pointNeuron`, and PyNN's parameters of that part.
 */
export interface PynnPart {
  /** The membrane or the kinetics, as `pointNeuron` names it. */
  readonly part: string;
  /** In `to`, `*` stands for the name of the receptor. */
  readonly parameters: Readonly<Record<string, PynnParameter>>;
  /** Our parameters as expressions of PyNN's. */
  readonly derived?: Readonly<Record<string, string>>;
}

const row = (value: number, unit: string, to: string): PynnParameter => ({
  default: value,
  unit,
  to,
});

const tau = { tau_syn: row(5, "ms", "tau_syn_*") } as const;
const reversal = { e_syn: row(0, "mV", "e_rev_*") } as const;

const conductances: Readonly<Record<string, PynnPart>> = {
  CondExpPostSynapticResponse: { part: "cond-exp", parameters: { ...reversal, ...tau } },
  CondAlphaPostSynapticResponse: { part: "cond-alpha", parameters: { ...reversal, ...tau } },
  CondBetaPostSynapticResponse: {
    part: "cond-beta",
    parameters: {
      ...reversal,
      tau_rise: row(0.2, "ms", "tau_rise_*"),
      tau_decay: row(1.7, "ms", "tau_decay_*"),
    },
  },
};

/** PyNN's postsynaptic responses, also under their short names. */
export const pynnResponses: Readonly<Record<string, PynnPart>> = {
  CurrExpPostSynapticResponse: { part: "curr-exp", parameters: tau },
  ...conductances,
  ...Object.fromEntries(
    Object.entries(conductances).map(([name, part]) => [
      name.replace("Cond", "").replace("PostSynapticResponse", "PSR"),
      part,
    ]),
  ),
};

/** A membrane of PyNN's `PointNeuron`. */
export interface PynnMembrane {
  /** The name that `pointNeuron` uses. */
  readonly neuron: "lif" | "adex";
  /** The standard cell with the same membrane. */
  readonly like: string;
}

/** The membranes by PyNN's class names. */
export const pynnMembranes: Readonly<Record<string, PynnMembrane>> = {
  LIF: { neuron: "lif", like: "IF_curr_exp" },
  AdExp: { neuron: "adex", like: "EIF_cond_exp_isfa_ista" },
};

const synaptic = /^(tau_syn|e_rev)_/;

/**
 * Describe a `PointNeuron` as a cell, and create its model.
 *
 * Parameters and variables of receptors are `receptor.parameter`, as in PyNN.
 */
export function pointNeuronCell(
  membrane: string,
  { neuron, like }: PynnMembrane,
  receptors: Readonly<Record<string, PynnPart>>,
): { readonly cell: PynnCell; readonly model: NeuronRecord } {
  const parts = Object.entries(receptors).map(([receptor, part]) => ({ receptor, ...part }));
  const kinetics = parts.map(({ receptor, part }) => [receptor, part as Kinetics]);
  const model = pointNeuron({
    name: modelName(membrane, parts),
    neuron,
    receptors: Object.fromEntries(kinetics),
  });
  const base = pynnCells[like] as PynnCell;
  const own = Object.entries(base.parameters).filter(([name]) => !synaptic.test(name));
  const variables = Object.entries(base.variables ?? {}).filter(([name]) => /^[vw]$/.test(name));
  const cell: PynnCell = {
    ...base,
    model: model.name,
    parameters: Object.fromEntries([...own, ...parts.flatMap(partParameters)]),
    receptors: Object.fromEntries(parts.map(({ receptor }) => [receptor, receptor])),
    variables: Object.fromEntries([...variables, ...parts.map(partVariable)]),
  };
  return { cell, model };
}

type NamedPart = PynnPart & { readonly receptor: string };

/** Two point neurons with the same name have the same equations. */
function modelName(membrane: string, parts: readonly NamedPart[]): string {
  const ends = parts.map(({ receptor, part }) => `${receptor}-${part}`);
  return ["point-neuron", membrane, ...ends]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}

function partParameters({ receptor, parameters }: NamedPart): [string, PynnParameter][] {
  return Object.entries(parameters).map(([name, parameter]) => [
    `${receptor}.${name}`,
    { ...parameter, to: String(parameter.to).replace("*", receptor) },
  ]);
}

type Variable = NonNullable<PynnCell["variables"]>[string];

function partVariable({ receptor, part }: NamedPart): [string, Variable] {
  if (part.startsWith("curr")) {
    return [`${receptor}.isyn`, { to: `i_syn_${receptor}`, unit: "nA", initial: 0 }];
  }
  return [`${receptor}.gsyn`, { to: `g_${receptor}`, unit: "uS", initial: 0 }];
}
