import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { findModel } from "@spikeloom/network";
import { parseQuantity } from "@spikeloom/units";
import { boundsOf } from "../../map/bounds.ts";
import { isLists } from "../values/columns.ts";
import { networkValue } from "../values/internal-values.ts";
import type { CellParameter, CellVariable, KnownCell } from "./known-cell.ts";

/** Create the cell type of a model of the stack, or of a record; names and units are the model's own. */
export function nativeCell(input: string | object, stack: Stack, place: string): KnownCell {
  const where = { network: {}, stack, place: `${place}.model` };
  const { model } = findModel("neuron", input as string | NeuronRecord, where);
  const { state = {}, expressions = {}, outputs = {}, receptors = {} } = model;
  const variables = Object.entries({ ...expressions, ...outputs, ...state }).map(
    ([name, { unit }]): [string, CellVariable] => [name, { to: name, unit }],
  );
  const rows = Object.entries(model.parameters).map(([name, parameter]) => {
    const { value, unit } = parseQuantity(parameter.default);
    const bounds = boundsOf({ to: name, unit: unit.symbol }, model);
    return [name, { default: value, unit: unit.symbol, bounds }] as const;
  });
  const isGiven = model.source?.process === "times";
  const times: [string, CellParameter][] = isGiven
    ? [["spike_times", { default: [], unit: "ms" }]]
    : [];
  return {
    name: model.name,
    times: isGiven ? "spike_times" : undefined,
    parameters: new Map<string, CellParameter>([...rows, ...times]),
    receptors: new Map(Object.keys(receptors).map((name) => [name, name])),
    variables: new Map(variables),
    model: () => model,
    record: (given) => ({
      model: typeof input === "string" ? input : model,
      parameters: Object.fromEntries(
        rows.flatMap(([name, { unit }]) => {
          const entry = given.get(name);
          return entry === undefined || isLists(entry) ? [] : [[name, networkValue(entry, unit)]];
        }),
      ),
    }),
  };
}
