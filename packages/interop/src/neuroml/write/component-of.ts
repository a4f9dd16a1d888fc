import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord } from "@spikeloom/kernel";
import { type AttachedSynapse, neuronOf } from "../cell-model.ts";
import type { CellTable } from "../cells/cell-table.ts";
import { cellTables } from "../cells/tables.ts";
import type { Row } from "../rows.ts";
import { namesOf } from "../synapses/plastic.ts";
import type { Named, SynapseTable } from "../synapses/synapse-table.ts";
import { synapseTables } from "../synapses/tables.ts";

/** A neuron as a cell of NeuroML with synapses. */
export interface Component {
  readonly cell: CellTable;
  readonly synapses: readonly WrittenSynapse[];
}

/** A receptor of a neuron as a synapse of NeuroML. */
export interface WrittenSynapse {
  readonly receptor: string;
  readonly table: SynapseTable;
  /** Names of its parameters in the neuron. */
  readonly named: Named;
  /** The unit of weights that NeuroML has as plain numbers. */
  readonly unit: string;
}

/** Find the cell of NeuroML that a neuron is, with a synapse for each receptor; undefined where there is none. */
export function componentOf(model: NeuronRecord): Component | undefined {
  const synapses = Object.entries(model.receptors ?? {}).map(([receptor, { on }]) => {
    const named = namesOf(receptor);
    const table = [...synapseTables.values()].find(
      ({ kinetics, rows }) =>
        sameTexts(kinetics(named).on, on) &&
        rows.every(([, name]) => Object.hasOwn(model.parameters, named(name))) &&
        sameTexts(kinetics(named).dynamics, model.dynamics ?? {}),
    );
    return table && { receptor, table, named, unit: "1" };
  });
  if (synapses.some((found) => found === undefined)) return undefined;
  const found = synapses as readonly WrittenSynapse[];
  const more = found.reduce((count, { table }) => count + table.rows.length, 0);
  for (const cell of cellTables.values()) {
    // Cells of PyNN differ in parameters that no equation reads.
    if (cell.rows.length + more !== Object.keys(model.parameters).length) continue;
    if (!cell.rows.every(([, name]) => Object.hasOwn(model.parameters, name))) continue;
    const standard = standardOf(model, cell, found);
    if (standard !== undefined && matchStandard(model, [standard])?.isSame === true) {
      return { cell, synapses: found };
    }
  }
  return undefined;
}

/** Say whether all that the first says is said by the second. */
function sameTexts(
  some: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(some).every(([name, text]) => all[name] === text);
}

/** The neuron that a cell with synapses is, with the defaults of another one. */
function standardOf(
  model: NeuronRecord,
  { element, rows, exposed, ...cell }: CellTable,
  synapses: readonly WrittenSynapse[],
): NeuronRecord | undefined {
  if (cell.attached === undefined && synapses.length > 0) return undefined;
  const taken = (list: readonly Row[], named: (name: string) => string) =>
    Object.fromEntries(
      list.map(([, name, unit, about]) => {
        const given = model.parameters[named(name)]?.default;
        return [named(name), { default: given ?? `1 ${unit}`, about }];
      }),
    );
  const attached = synapses.map(({ receptor, table }): AttachedSynapse => {
    const named = namesOf(receptor);
    const parameters = taken(table.rows, named);
    return { receptor, about: table.about, parameters, kinetics: table.kinetics(named) };
  });
  const parameters = taken(rows, (name) => name);
  return neuronOf("standard", { ...cell, parameters }, { synapses: attached, currents: [] });
}
