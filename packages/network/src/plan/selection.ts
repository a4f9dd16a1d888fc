import type { Selection } from "@spikeloom/kernel";
import { SELECTION, show } from "../errors.ts";

/** The selected neurons of a population, in the order of the selection. */
export interface Chosen {
  readonly size: number;
  /** All neurons in order, if there is no selection. */
  readonly isAll?: boolean;
  /** The selection, and the number of neurons to select from. */
  readonly selection: Selection | undefined;
  readonly of: number;
  /** Neuron of the population at this index of the selection. */
  neuron(index: number): number;
  /** Index of a neuron in the selection; -1 if it is not selected. */
  index(neuron: number): number;
}

/** Resolve a selection of a population; all of it by default. */
export function chooseNeurons(
  selection: Selection | undefined,
  size: number,
  place: string,
): Chosen {
  if (selection === undefined) {
    return { size, isAll: true, selection, of: size, neuron: (k) => k, index: (k) => k };
  }
  if (selection.indices !== undefined) return chooseListed(selection, size, place);
  const { from = 0, until = size, every = 1 } = selection;
  checkBound(from, { least: 0, most: size, place: `${place}.from` });
  checkBound(until, { least: from, most: size, place: `${place}.until` });
  checkBound(every, { least: 1, most: Number.MAX_SAFE_INTEGER, place: `${place}.every` });
  const count = Math.ceil((until - from) / every);
  if (count === 0) throw SELECTION({ place, message: "The selection is empty." });
  return {
    size: count,
    selection,
    of: size,
    neuron: (k) => from + k * every,
    index(neuron): number {
      const k = (neuron - from) / every;
      return neuron >= from && neuron < until && Number.isInteger(k) ? k : -1;
    },
  };
}

function chooseListed(selection: Selection, size: number, place: string): Chosen {
  const { indices = [], from, until, every } = selection;
  if (from !== undefined || until !== undefined || every !== undefined) {
    const message = '"indices" cannot be combined with other fields of a selection.';
    throw SELECTION({ place, message, next: 'Remove "from", "until" and "every".' });
  }
  if (indices.length === 0) throw SELECTION({ place, message: "The selection is empty." });
  const numbers = new Map<number, number>();
  indices.forEach((neuron, k) => {
    const where = `${place}.indices[${k}]`;
    checkBound(neuron, { least: 0, most: size - 1, place: where });
    if (numbers.has(neuron)) {
      const message = "A selection must contain each neuron at most once.";
      throw SELECTION({ place: where, message, got: String(neuron) });
    }
    numbers.set(neuron, k);
  });
  const chosen = Uint32Array.from(indices);
  return {
    size: chosen.length,
    selection,
    of: size,
    neuron: (k) => chosen[k] ?? 0,
    index: (neuron) => numbers.get(neuron) ?? -1,
  };
}

function checkBound(
  value: unknown,
  bounds: { readonly least: number; readonly most: number; readonly place: string },
): void {
  const { least, most, place } = bounds;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw SELECTION({
    place,
    message: "The selection exceeds the population.",
    expected: `an integer from ${least} to ${most}`,
    got: show(value),
    next: "Neuron indices start at 0; the upper end is excluded.",
  });
}
