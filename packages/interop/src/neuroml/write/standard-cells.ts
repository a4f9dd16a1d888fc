import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord } from "@spikeloom/kernel";
import { exposedAs } from "../cells/cell-table.ts";
import { cellTables } from "../cells/tables.ts";
import type { SynapseTable } from "../synapses/synapse-table.ts";
import { synapseTables } from "../synapses/tables.ts";
import { attributesOf } from "./attributes-of.ts";
import type { Component, WrittenSynapse } from "./component.ts";
import type { Populated } from "./component-of.ts";
import { kernelSynapses } from "./kernel-synapses.ts";
import type { Writing } from "./writing.ts";

/**
 * Models of a stack that PyNN has too: their NeuroML cell, and the synapses of their receptors.
 *
 * Parameter names are those of the rows; a weight is in the stated unit, which PyNN's synapses take as a plain number.
 */
const standards: Readonly<
  Record<string, { readonly cell: string; readonly synapse?: string; readonly unit: string }>
> = {
  // Variants with other receptors, or none: PyNN's cells accept any synapse.
  adex: { cell: "EIF_cond_exp_isfa_ista", unit: "uS" },
  eif: { cell: "EIF_cond_exp_isfa_ista", unit: "uS" },
  "lif-curr-exp": { cell: "IF_curr_exp", synapse: "expCurrSynapse", unit: "nA" },
  "lif-curr-alpha": { cell: "IF_curr_alpha", synapse: "alphaCurrSynapse", unit: "nA" },
  "lif-cond-exp": { cell: "IF_cond_exp", synapse: "expCondSynapse", unit: "uS" },
  "lif-cond-alpha": { cell: "IF_cond_alpha", synapse: "alphaCondSynapse", unit: "uS" },
  "adex-cond-exp": { cell: "EIF_cond_exp_isfa_ista", synapse: "expCondSynapse", unit: "uS" },
  "adex-cond-alpha": { cell: "EIF_cond_alpha_isfa_ista", synapse: "alphaCondSynapse", unit: "uS" },
};

/** Return whether a neuron equals the model of its name, up to order. */
export function isKnown(model: NeuronRecord, known: NeuronRecord): boolean {
  if (model === known || JSON.stringify(model) === JSON.stringify(known)) return true;
  return matchStandard(model, [known])?.isSame === true;
}

/** Parameters of the first neuron. */
export function valuesOf({ resolved }: Populated): Map<string, number> {
  return new Map(
    [...resolved.parameters].map(([name, { value }]) => [
      name,
      typeof value === "number" ? value : (value[0] ?? 0),
    ]),
  );
}

const receptors = { excitatory: "exc", inhibitory: "inh" } as const;

/** Find the PyNN cell in NeuroML of a standard model; undefined for others. */
export function standardCell(writing: Writing, populated: Populated): Component | undefined {
  const { model } = populated.resolved;
  const standard = Object.hasOwn(standards, model.name) ? standards[model.name] : undefined;
  const known = standard && writing.stack.find("neuron", model.name);
  if (standard === undefined || known === undefined) return undefined;
  if (!isKnown(model, known)) return undefined;
  const cell = cellTables.get(standard.cell);
  const table = synapseTables.get(standard.synapse ?? "");
  if (cell === undefined || (table === undefined) !== (standard.synapse === undefined))
    return undefined;
  const synapses = Object.entries(table === undefined ? {} : receptors).map(
    ([receptor, suffix]): WrittenSynapse => {
      const named = (name: string) => `${name}_${suffix}`;
      const { element, rows } = table as SynapseTable;
      const attributes = attributesOf(writing, rows, { ...populated, named });
      return { receptor, element, attributes, block: undefined, unit: standard.unit };
    },
  );
  const others = table === undefined ? kernelSynapses(model, valuesOf(populated)) : undefined;
  if (table === undefined && others === undefined) return undefined;
  const named = (own: string) => own;
  return {
    element: cell.element,
    attached: cell.attached,
    injected: 1,
    hasStart: true,
    synapses: others?.written ?? synapses,
    clamps: [],
    variables: new Map(Object.keys(cell.state ?? {}).map((own) => [own, exposedAs(cell, own)])),
    write: (id) => ({
      name: cell.element,
      attributes: { id, ...attributesOf(writing, cell.rows, { ...populated, named }) },
    }),
  };
}
