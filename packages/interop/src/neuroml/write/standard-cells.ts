import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { cellTables } from "../cells/tables.ts";
import { synapseTables } from "../synapses/tables.ts";
import type { Component, WrittenSynapse } from "./component-of.ts";

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
export function standardCell(model: NeuronRecord, stack: Stack): Component | undefined {
  const standard = Object.hasOwn(standards, model.name) ? standards[model.name] : undefined;
  const known = standard && stack.find("neuron", model.name);
  if (standard === undefined || known === undefined) return undefined;
  if (model !== known && matchStandard(model, [known])?.isSame !== true) return undefined;
  const cell = cellTables.get(standard.cell);
  const table = synapseTables.get(standard.synapse);
  if (cell === undefined || table === undefined) return undefined;
  const { unit } = standard;
  const synapses = Object.entries(receptors).map(
    ([receptor, suffix]): WrittenSynapse => ({
      ...{ receptor, table, unit },
      named: (name) => `${name}_${suffix}`,
    }),
  );
  return { cell, synapses };
}
