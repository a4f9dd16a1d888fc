import { SESSION_NAME } from "../../errors.ts";
import { pointNeuronCell, pynnMembranes, pynnResponses } from "../../map/point-neuron.ts";
import type { CellType } from "../session.ts";
import type { CellVariable, KnownCell } from "./known-cell.ts";
import { mapParameters } from "./map-parameters.ts";

/** Make the cell type of PyNN's `PointNeuron`. */
export function pointCell(
  { neuron, receptors }: Extract<CellType, { readonly kind: "point-neuron" }>,
  place: string,
): KnownCell {
  const membrane = entryOf(pynnMembranes, neuron, { what: "neuron of a PointNeuron", place });
  const parts = Object.entries(receptors).map(([receptor, name]) => {
    const where = { what: "response", place: `${place}.${receptor}` };
    return [receptor, entryOf(pynnResponses, name, where)] as const;
  });
  const { cell, model } = pointNeuronCell(neuron, membrane, Object.fromEntries(parts));
  return {
    name: "PointNeuron",
    parameters: new Map(Object.entries(cell.parameters)),
    receptors: new Map(Object.entries(cell.receptors ?? {})),
    variables: new Map<string, CellVariable>(Object.entries(cell.variables ?? {})),
    model: () => model,
    record: (given, size) => ({ model, parameters: mapParameters(cell, given, size) }),
  };
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
