import { matchStandard } from "@spikeloom/equations/match";
import { cellTables } from "../cells/tables.ts";
import { synapseTables } from "../synapses/tables.ts";
import { attributesOf } from "./attributes-of.ts";
import type { Component, WrittenSynapse } from "./component.ts";
import type { Populated } from "./component-of.ts";
import type { Writing } from "./writing.ts";

/**
 * Models of a stack that PyNN has too: their cell of NeuroML, and the synapse that their receptors are.
 *
 * Names of parameters are those of the rows; a weight is in the unit, which PyNN's synapses take as a number.
 */
const standards: Readonly<
  Record<string, { readonly cell: string; readonly synapse: string; readonly unit: string }>
> = {
  "lif-curr-exp": { cell: "IF_curr_exp", synapse: "expCurrSynapse", unit: "nA" },
  "lif-curr-alpha": { cell: "IF_curr_alpha", synapse: "alphaCurrSynapse", unit: "nA" },
  "lif-cond-exp": { cell: "IF_cond_exp", synapse: "expCondSynapse", unit: "uS" },
  "lif-cond-alpha": { cell: "IF_cond_alpha", synapse: "alphaCondSynapse", unit: "uS" },
  "adex-cond-exp": { cell: "EIF_cond_exp_isfa_ista", synapse: "expCondSynapse", unit: "uS" },
  "adex-cond-alpha": { cell: "EIF_cond_alpha_isfa_ista", synapse: "alphaCondSynapse", unit: "uS" },
};

const receptors = { excitatory: "exc", inhibitory: "inh" } as const;

/** Find PyNN's cell of NeuroML that a standard model is; undefined for others. */
export function standardCell(writing: Writing, populated: Populated): Component | undefined {
  const { model } = populated.resolved;
  const standard = Object.hasOwn(standards, model.name) ? standards[model.name] : undefined;
  const known = standard && writing.stack.find("neuron", model.name);
  if (standard === undefined || known === undefined) return undefined;
  if (model !== known && matchStandard(model, [known])?.isSame !== true) return undefined;
  const cell = cellTables.get(standard.cell);
  const table = synapseTables.get(standard.synapse);
  if (cell === undefined || table === undefined) return undefined;
  const { element } = table;
  const synapses = Object.entries(receptors).map(([receptor, suffix]): WrittenSynapse => {
    const named = (name: string) => `${name}_${suffix}`;
    const attributes = attributesOf(writing, table.rows, { ...populated, named });
    return { receptor, element, attributes, block: undefined, unit: standard.unit };
  });
  const named = (own: string) => own;
  return {
    ...{ element: cell.element, attached: cell.attached, injected: 1, hasStart: true },
    ...{ synapses, clamps: [] },
    write: (id) => ({
      name: cell.element,
      attributes: { id, ...attributesOf(writing, cell.rows, { ...populated, named }) },
    }),
  };
}
