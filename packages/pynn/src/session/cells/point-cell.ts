import { pointNeuronCell, pynnMembranes, pynnResponses } from "../../map/point-neuron.ts";
import type { CellType } from "../session.ts";
import { tabled } from "../values/tabled.ts";
import { type CellVariable, type KnownCell, withBounds } from "./known-cell.ts";
import { mapParameters } from "./map-parameters.ts";

/** Create the cell type of PyNN's `PointNeuron`. */
export function pointCell(
  { neuron, receptors }: Extract<CellType, { readonly kind: "point-neuron" }>,
  place: string,
): KnownCell {
  const membrane = tabled(pynnMembranes, neuron, { what: "neuron of a PointNeuron", place });
  const parts = Object.entries(receptors).map(([receptor, name]) => {
    const where = { what: "response", place: `${place}.${receptor}` };
    return [receptor, tabled(pynnResponses, name, where)] as const;
  });
  const { cell, model } = pointNeuronCell(neuron, membrane, Object.fromEntries(parts));
  return {
    name: "PointNeuron",
    parameters: withBounds(cell.parameters, model),
    receptors: new Map(Object.entries(cell.receptors ?? {})),
    variables: new Map<string, CellVariable>(Object.entries(cell.variables ?? {})),
    model: () => model,
    record: (given, size) => ({ model, parameters: mapParameters(cell, given, size) }),
  };
}
