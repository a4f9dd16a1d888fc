import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { gifCondExpWith, inhomogeneousGamma } from "@spikeloom/neurons";
import { pynnCells } from "../../map/cells.ts";
import type { FoundCell } from "./found-cell.ts";
import { findPointNeuron } from "./point-neuron.ts";

/** Cells that equal another one with some parameters fixed. */
const special: ReadonlySet<string> = new Set(["IF_facets_hardware1"]);

/** Find the standard cell with the equations of a model. */
export function findCell(model: NeuronRecord, stack: Stack): FoundCell | undefined {
  const candidates = [...standardCells(stack), ...withTerms(model), ...findPointNeuron(model)];
  return candidates.find((found) => matchStandard(model, [found.model])?.isSame);
}

/** Find the standard cell whose model shares the most names with another model. */
export function nearestCell(model: NeuronRecord, stack: Stack): FoundCell {
  const own = namesOf(model);
  const ranked = standardCells(stack)
    .map((found) => ({ found, likeness: likeness(own, namesOf(found.model)) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [first] = ranked;
  if (first === undefined) throw new Error("The stack has none of the models of PyNN's cells.");
  return first.found;
}

function standardCells(stack: Stack): readonly FoundCell[] {
  return Object.entries(pynnCells).flatMap(([name, cell]): FoundCell[] => {
    const model = special.has(name) ? undefined : stack.find("neuron", cell.model);
    return model === undefined ? [] : [{ name, cell, model }];
  });
}

/** A cell whose sequences determine the number of terms of its model. */
interface Terms {
  /** PyNN's name of a sequence, and the parameter of each term: `tau_eta` for `tau_eta_1` and so on. */
  readonly sequences: Readonly<Record<string, string>>;
  model(count: number): NeuronRecord;
}

const termed: Readonly<Record<string, Terms>> = {
  SpikeSourceInhGamma: {
    sequences: { tbins: "tbin", a: "a", b: "b" },
    model: (count) => {
      const each = numbers(count);
      return inhomogeneousGamma({
        name: "inhomogeneous-gamma",
        a: each.map(() => 1),
        b: each.map(() => "1 s"),
        tbins: each.map((k) => `${k - 1} ms`),
      });
    },
  },
  GIF_cond_exp: {
    sequences: { tau_eta: "tau_eta", a_eta: "a_eta", tau_gamma: "tau_gamma", a_gamma: "a_gamma" },
    model: (count) => gifCondExpWith(numbers(count) as (1 | 2 | 3)[]),
  },
};

/** Cells with sequences, with as many terms as a model has. */
function withTerms(model: NeuronRecord): readonly FoundCell[] {
  return Object.entries(termed).flatMap(([name, { sequences, model: make }]): FoundCell[] => {
    const cell = pynnCells[name];
    const first = `${Object.values(sequences)[0]}_`;
    const count = Object.keys(model.parameters).filter((one) => one.startsWith(first)).length;
    if (cell === undefined || count === 0) return [];
    const rows = Object.entries(sequences).flatMap(([pynn, ours]) => {
      const row = cell.parameters[pynn];
      const to = numbers(count).map((k) => `${ours}_${k}`);
      return row === undefined ? [] : [[pynn, { ...row, to }] as const];
    });
    const parameters = { ...cell.parameters, ...Object.fromEntries(rows) };
    return [{ name, cell: { ...cell, parameters }, model: make(count) }];
  });
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k + 1);
}

function namesOf(model: NeuronRecord): ReadonlySet<string> {
  const parts = [model.parameters, model.receptors, model.inputs, model.state, model.expressions];
  const names = parts.flatMap((part) => Object.keys(part ?? {}));
  return new Set(model.source === undefined ? names : [...names, "a source of spikes"]);
}

/** Fraction of all names that both have. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((name) => b.has(name)).length;
  return both / Math.max(1, a.size + b.size - both);
}
