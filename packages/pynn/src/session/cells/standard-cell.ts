import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { gifCondExpWith, inhomogeneousGamma } from "@spikeloom/neurons";
import { SESSION_VALUE } from "../../errors.ts";
import { type PynnCell, pynnCells } from "../../map/cells.ts";
import { type Entry, isLists, joinLists, keepLists, listOf } from "../values/columns.ts";
import { tabled } from "../values/tabled.ts";
import { type KnownCell, type Parameters, withBounds } from "./known-cell.ts";
import { mapParameters } from "./map-parameters.ts";

/** Find one of PyNN's standard cells by its class name. */
export function standardCell(name: string, stack: Stack, place: string): KnownCell {
  const cell = tabled(pynnCells, name, { what: "standard cell", place });
  const terms = Object.hasOwn(withTerms, name) ? withTerms[name] : undefined;
  const plain = stack.get("neuron", cell.model);
  const shaped = (given: Parameters, size: number): Shaped =>
    terms === undefined
      ? { cell, model: plain, given }
      : shape(cell, terms, { given, size, place });
  const times = Object.entries(cell.parameters).find(([, { to }]) => to === "times")?.[0];
  return {
    name,
    times,
    parameters: withBounds(cell.parameters, plain),
    receptors: new Map(Object.entries(cell.receptors ?? {})),
    variables: new Map(Object.entries(cell.variables ?? {})),
    model: (given, size) => shaped(given, size).model,
    record(parameters, size) {
      const { cell: own, model, given } = shaped(parameters, size);
      return {
        model: model === plain ? model.name : model,
        parameters: mapParameters(own, given, size),
      };
    },
  };
}

/** A cell whose lists were extended to one length, and the model with as many terms. */
interface Shaped {
  readonly cell: PynnCell;
  readonly model: NeuronRecord;
  readonly given: Parameters;
}

/** A cell whose model depends on the length of its lists. */
interface Terms {
  /** Lists of one length, with the default for positions that a list lacks. */
  readonly groups: readonly Readonly<Record<string, number>>[];
  model(count: number): NeuronRecord;
}

const withTerms: Readonly<Record<string, Terms>> = {
  GIF_cond_exp: {
    // A term that adds nothing has no effect.
    groups: [
      { tau_eta: 1, a_eta: 0 },
      { tau_gamma: 1, a_gamma: 0 },
    ],
    model: (count) => gifCondExpWith(numbers(count) as (1 | 2 | 3)[]),
  },
  SpikeSourceInhGamma: {
    // A piece that never begins is skipped.
    groups: [{ a: 1, b: 1, tbins: Number.POSITIVE_INFINITY }],
    model(count) {
      const name = count === 1 ? "inhomogeneous-gamma" : `inhomogeneous-gamma-${count}`;
      const [a, b, tbins] = [1, "1 s", "0 ms"].map((one) =>
        Array.from({ length: count }, () => one),
      );
      return inhomogeneousGamma({
        name,
        a: a as number[],
        b: b as string[],
        tbins: tbins as string[],
      });
    },
  },
};

const mostTerms = 9;

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k + 1);
}

function shape(
  cell: PynnCell,
  { groups, model }: Terms,
  { given, size, place }: { readonly given: Parameters; readonly size: number; place: string },
): Shaped {
  const counts = groups.map((group) => termsOf(group, { given, size, place }));
  const count = Math.max(1, ...counts);
  if (count > mostTerms) {
    const message = "The lists are longer than the model's maximum number of terms.";
    const expected = `at most ${mostTerms} values`;
    throw SESSION_VALUE({ place, message, expected, got: String(count) });
  }
  const filled = new Map(given);
  const parameters = { ...cell.parameters };
  for (const [name, filler] of groups.flatMap((group) => Object.entries(group))) {
    const row = cell.parameters[name];
    const entry = given.get(name);
    if (row === undefined || entry === undefined) continue;
    const to = numbers(count).map((k) => String(row.to?.[0]).replace(/_1$/, `_${k}`));
    parameters[name] = { ...row, to };
    filled.set(name, fill(keepLists(entry, { size, place }), { size, count, filler }));
  }
  return { cell: { ...cell, parameters }, model: model(count), given: filled };
}

/** The number of terms for the lists of a group: the maximum over neurons, whose own lists have equal lengths. */
function termsOf(
  group: Readonly<Record<string, number>>,
  { given, size, place }: { readonly given: Parameters; readonly size: number; place: string },
): number {
  let most = 0;
  for (let neuron = 0; neuron < size; neuron++) {
    const lengths = Object.keys(group).map((name) => lengthOf(given.get(name), neuron));
    const [first = 0] = lengths;
    if (lengths.some((length) => length !== first)) {
      const message = `In each neuron, the lists ${Object.keys(group).join(", ")} must have the same length.`;
      const got = `${lengths.join(", ")} in neuron ${neuron}`;
      throw SESSION_VALUE({ place, message, got });
    }
    most = Math.max(most, first);
  }
  return most;
}

function lengthOf(entry: Entry | undefined, neuron: number): number {
  if (entry === undefined) return 0;
  return isLists(entry) ? listOf(entry, neuron).length : 1;
}

function fill(
  lists: Parameters extends ReadonlyMap<string, infer E>
    ? Extract<E, { offsets: Uint32Array }>
    : never,
  {
    size,
    count,
    filler,
  }: { readonly size: number; readonly count: number; readonly filler: number },
): Entry {
  const filled = (neuron: number): readonly number[] => {
    const list = listOf(lists, neuron);
    return numbers(count).map((k) => list[k - 1] ?? filler);
  };
  if (lists.offsets.length === 2) return joinLists([filled(0)]);
  return joinLists(Array.from({ length: size }, (_, neuron) => filled(neuron)));
}
