import { parseNeuronModel } from "@spikeloom/equations";
import { matchStandard, type StandardMatch } from "@spikeloom/equations/match";
import type { NeuronRecord } from "@spikeloom/kernel";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { neuronOf } from "../cell-model.ts";
import { type CellTable, exposedAs } from "../cells/cell-table.ts";
import { cellTables } from "../cells/tables.ts";
import { modelName } from "../model-name.ts";
import type { Row } from "../rows.ts";
import { oneOf } from "./attributes-of.ts";
import { bareNeuron } from "./bare-neuron.ts";
import type { Component } from "./component.ts";
import type { Populated } from "./component-of.ts";
import { kernelSynapses } from "./kernel-synapses.ts";
import { equationsOf, tidy, valueAt } from "./membrane/equations.ts";
import { sayOpenReceptors } from "./open-receptors.ts";
import { ownSynapsesOf } from "./own/own-synapses-of.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import { valuesOf } from "./standard-cells.ts";
import type { Writing } from "./writing.ts";

/** NeuroML cells without attached components, as models. */
const standards: ReadonlyMap<NeuronRecord, CellTable> = new Map(
  [...cellTables.values()].map((table) => {
    const { element, rows, exposed: _, ...cell } = table;
    const parameters = Object.fromEntries(
      rows.map(([, name, unit, about]) => [name, { default: `1 ${unit}`, about }]),
    );
    return [neuronOf(modelName(element), { ...cell, parameters }, none()), table];
  }),
);

function none(): Parameters<typeof neuronOf>[2] {
  return { synapses: [], currents: [] };
}

/**
 * Find the NeuroML cell equivalent to a neuron with other names, units and forms, with a synapse for each receptor.
 *
 * Undefined if there is none. The cell's parameters are expressions of the model's.
 */
export function matchedCell(writing: Writing, populated: Populated): Component | undefined {
  const { model, parameters } = populated.resolved;
  const values = valuesOf(populated);
  const synapses = kernelSynapses(model, values, ownSynapsesOf(writing, populated));
  if (synapses === undefined) return undefined;
  const bare = bareNeuron(model, synapses.states);
  const isOhmic = synapses.written.some(({ attributes }) => Object.hasOwn(attributes, "erev"));
  const match = matchStandard(bare, candidates(isOhmic), { threshold: "either" });
  const table = match && standards.get(match.standard);
  if (match === undefined || table === undefined || table.attached === "1") return undefined;
  if (table.attached === undefined && synapses.written.length > 0) return undefined;
  const found = cellValues(populated, table, { match, values });
  if (found === undefined) return undefined;
  return {
    element: table.element,
    attached: table.attached,
    injected: 1,
    clamps: [],
    hasStart: table.rows.some(([, own]) => own === "v_init"),
    synapses: synapses.written,
    variables: new Map([...match.names.state].map(([name, own]) => [own, exposedAs(table, name)])),
    write(id) {
      for (const [name, { value }] of parameters) {
        oneOf(writing, value, `populations.${populated.name}.parameters.${name}`);
      }
      sayStarts(writing, populated, { table, match, found });
      sayOpenReceptors(writing, populated, synapses.states);
      const attributes = table.rows.map(([attribute, name, unit, , plain]) => {
        const write = plain === undefined ? quantityOut : numberOut;
        return [attribute, write(found.get(name) ?? 0, unit, `${table.element}: ${attribute}`)];
      });
      return { name: table.element, attributes: { id, ...Object.fromEntries(attributes) } };
    },
  };
}

/** All cells; for a neuron with conductances, PyNN's conductance-based cells come first. */
function candidates(isOhmic: boolean): readonly NeuronRecord[] {
  const models = [...standards.keys()];
  const isFirst = (model: NeuronRecord) =>
    isOhmic && standards.get(model)?.element === "IF_cond_exp";
  return [...models.filter(isFirst), ...models.filter((model) => !isFirst(model))];
}

interface Matched {
  readonly match: StandardMatch<NeuronRecord>;
  readonly values: ReadonlyMap<string, number>;
}

/** Parameters of a cell in internal units; undefined if one is not a number. */
function cellValues(
  { resolved }: Populated,
  { rows }: CellTable,
  { match, values }: Matched,
): ReadonlyMap<string, number> | undefined {
  const scope = Object.fromEntries(values);
  const start = resolved.initial.get("v")?.value ?? 0;
  const found = new Map<string, number>();
  for (const row of rows) {
    const [, name] = row;
    const expression = match.parameters.get(name);
    const own =
      name === "v_init" ? (typeof start === "number" ? start : (start[0] ?? 0)) : idle(row, values);
    const value = expression === undefined ? own : tidy(valueAt(expression, scope));
    if (!Number.isFinite(value)) return undefined;
    found.set(name, value);
  }
  return found;
}

/** Value of an unused parameter: the model's parameter of that name, or one unit. */
function idle([, name, unit]: Row, values: ReadonlyMap<string, number>): number {
  return values.get(name) ?? toInternal(parseQuantity(`1 ${unit}`));
}

/** Report variables whose initial value the cell cannot have. */
function sayStarts(
  writing: Writing,
  { name, resolved }: Populated,
  {
    table,
    match,
    found,
  }: {
    readonly table: CellTable;
    readonly match: Matched["match"];
    readonly found: ReadonlyMap<string, number>;
  },
): void {
  const equations = equationsOf(match.standard, found);
  for (const [theirs, { initial }] of parseNeuronModel(match.standard).state) {
    const own = match.names.state.get(theirs);
    const given = own === undefined ? undefined : resolved.initial.get(own)?.value;
    if (own === undefined || given === undefined) continue;
    const there = valueAt(equations.inlined(initial), {});
    const place = `populations.${name}.initial.${own}`;
    const isGiven = theirs === "v" && table.rows.some(([, row]) => row === "v_init");
    if (isGiven) oneOf(writing, given, place);
    const different = differing(given, there);
    if (different === undefined) continue;
    const message = `Its initial value is ${different}; a ${table.element} starts it at ${there}.`;
    writing.lose("initial", place, message);
  }
}

/** First of the values that differs from another one by more than rounding; undefined if none does. */
export function differing(values: number | Float64Array, there: number): number | undefined {
  const list = typeof values === "number" ? [values] : values;
  return list.find((value) => Math.abs(there - value) > 1e-9 * Math.abs(value) + 1e-12);
}
