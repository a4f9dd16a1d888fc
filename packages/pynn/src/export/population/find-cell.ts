import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { inhomogeneousGamma } from "@spikeloom/neurons";
import { type PynnCell, pynnCells } from "../../map/cells.ts";
import { sameEquations } from "../same-equations.ts";

/** A standard cell of PyNN that has the equations of one of our models. */
export interface FoundCell {
  /** Name of PyNN's class. */
  readonly name: string;
  readonly cell: PynnCell;
  /** Our model, with the defaults that stand for what PyNN does not let a user set. */
  readonly model: NeuronRecord;
}

/** Cells that are another one with some parameters fixed. */
const special: ReadonlySet<string> = new Set(["IF_facets_hardware1"]);

/** Find the standard cell that has the equations of a model. */
export function findCell(model: NeuronRecord, stack: Stack): FoundCell | undefined {
  return [...standardCells(stack), ...piecewise(model)].find((found) =>
    sameEquations(found.model, model),
  );
}

/** Find the standard cell whose model has the most names in common with another model. */
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

/** The inhomogeneous gamma source with as many pieces as a model has. */
function piecewise(model: NeuronRecord): readonly FoundCell[] {
  const pieces = Object.keys(model.parameters).filter((name) => /^tbin_\d+$/.test(name)).length;
  const cell = pynnCells["SpikeSourceInhGamma"];
  if (pieces < 2 || cell === undefined) return [];
  const numbered = (name: string): string[] =>
    Array.from({ length: pieces }, (_, k) => `${name}_${k + 1}`);
  const sequences = Object.entries({ a: "a", b: "b", tbins: "tbin" }).flatMap(([pynn, ours]) => {
    const row = cell.parameters[pynn];
    return row === undefined ? [] : [[pynn, { ...row, to: numbered(ours) }] as const];
  });
  const made = inhomogeneousGamma({
    name: "inhomogeneous-gamma",
    a: numbered("a").map(() => 1),
    b: numbered("b").map(() => "1 s"),
    tbins: numbered("tbin").map((_, k) => `${k} ms`),
  });
  const parameters = { ...cell.parameters, ...Object.fromEntries(sequences) };
  return [{ name: "SpikeSourceInhGamma", cell: { ...cell, parameters }, model: made }];
}

function namesOf(model: NeuronRecord): ReadonlySet<string> {
  const parts = [model.parameters, model.receptors, model.inputs, model.state, model.expressions];
  const names = parts.flatMap((part) => Object.keys(part ?? {}));
  return new Set(model.source === undefined ? names : [...names, "a source of spikes"]);
}

/** The share of all names that both have. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((name) => b.has(name)).length;
  return both / Math.max(1, a.size + b.size - both);
}
