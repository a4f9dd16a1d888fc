import { type Kinetics, pointNeuron } from "@spikeloom/neurons";
import { SESSION_NAME } from "../../errors.ts";
import { type PynnCell, type PynnParameter, pynnCells } from "../../map/cells.ts";
import { type PynnPart, pynnResponses } from "../../map/point-neuron.ts";
import type { CellType } from "../session.ts";
import type { CellVariable, KnownCell } from "./known-cell.ts";
import { mapParameters } from "./map-parameters.ts";

/** Our membranes by PyNN's class names, and the cell that has the same one. */
const membranes: Readonly<
  Record<string, { readonly neuron: "lif" | "adex"; readonly like: string }>
> = {
  LIF: { neuron: "lif", like: "IF_curr_exp" },
  AdExp: { neuron: "adex", like: "EIF_cond_exp_isfa_ista" },
};

const synaptic = /^(tau_syn|e_rev)_/;

/** Make the cell type of PyNN's `PointNeuron`. */
export function pointCell(
  { neuron, receptors }: Extract<CellType, { readonly kind: "point-neuron" }>,
  place: string,
): KnownCell {
  const membrane = entryOf(membranes, neuron, { what: "neuron of a PointNeuron", place });
  const like = pynnCells[membrane.like] as PynnCell;
  const parts = Object.entries(receptors).map(([receptor, name]) => {
    const where = { what: "response", place: `${place}.${receptor}` };
    return { receptor, ...entryOf(pynnResponses, name, where) };
  });
  const model = pointNeuron({
    name: modelName(neuron, parts),
    neuron: membrane.neuron,
    receptors: Object.fromEntries(parts.map(({ receptor, part }) => [receptor, part as Kinetics])),
  });
  const own = Object.entries(like.parameters).filter(([name]) => !synaptic.test(name));
  const parameters: Readonly<Record<string, PynnParameter>> = Object.fromEntries([
    ...own,
    ...parts.flatMap(partParameters),
  ]);
  const variables = Object.entries(like.variables ?? {}).filter(([name]) => /^[vw]$/.test(name));
  return {
    name: "PointNeuron",
    parameters: new Map(Object.entries(parameters)),
    receptors: new Map(parts.map(({ receptor }) => [receptor, receptor])),
    variables: new Map<string, CellVariable>([...variables, ...parts.map(partVariable)]),
    model: () => model,
    record: (given, size) => ({
      model,
      parameters: mapParameters({ ...like, parameters }, given, size),
    }),
  };
}

type NamedPart = PynnPart & { readonly receptor: string };

/** Two point neurons of one name have the same equations. */
function modelName(neuron: string, parts: readonly NamedPart[]): string {
  const ends = parts.map(({ receptor, part }) => `${receptor}-${part}`);
  return ["point-neuron", neuron, ...ends]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}

function partParameters({ receptor, parameters }: NamedPart): [string, PynnParameter][] {
  return Object.entries(parameters).map(([name, row]) => [
    `${receptor}.${name}`,
    { ...row, to: String(row.to).replace("*", receptor) },
  ]);
}

function partVariable({ receptor, part }: NamedPart): [string, CellVariable] {
  if (part.startsWith("curr")) {
    return [`${receptor}.isyn`, { to: `i_syn_${receptor}`, unit: "nA", initial: 0 }];
  }
  return [`${receptor}.gsyn`, { to: `g_${receptor}`, unit: "uS", initial: 0 }];
}

function entryOf<T>(
  table: Readonly<Record<string, T>>,
  name: string,
  { what, place }: { readonly what: string; readonly place: string },
): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  throw SESSION_NAME({ place, what, name, known: Object.keys(table) });
}
