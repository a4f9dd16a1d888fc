import type { SpikeColumnPlaces } from "../machine/pass-machine.ts";
import type { BatchPlace } from "../run/load-batch.ts";

/** Number of words that describe a batch, in addition to those of its continuous inputs and input populations. */
const ownWords = 7;
const valueWords = 2;
const columnsWords = 5;

/** Return the maximum number of words that describe a batch with this many continuous inputs and input populations. */
export function placeWords(values: number, given: number): number {
  return ownWords + valueWords * values + columnsWords * given;
}

/** Write the description of a batch from a word on; returns the number of words. */
export function writePlace(place: BatchPlace, all: Int32Array, first: number): number {
  const { size, targets, losses, outputs, values, carried = { begins: 0, ends: 0 } } = place;
  const pairs = values.flatMap(({ steps, at }) => [steps, at]);
  const columns = place.columns?.flatMap(columnWords) ?? [];
  const numbers = [size, targets, losses, outputs, carried.begins, carried.ends, values.length];
  all.set([...numbers, ...pairs, ...columns], first);
  return numbers.length + pairs.length + columns.length;
}

/** An address has 32 bits: the words are read as unsigned. */
function columnWords(one: SpikeColumnPlaces): readonly number[] {
  return [one.begins, one.times, one.neurons, one.marks, one.spikes];
}

/** Read the description of a batch. */
export function readPlace(numbers: Int32Array): BatchPlace {
  const [size, targets, losses, outputs, begins, ends, count, ...rest] =
    numbers as unknown as readonly [...[number, number, number, number, number, number, number]];
  const all = rest as readonly number[];
  const pairs = valueWords * count;
  const values = Array.from({ length: count }, (_, k) => ({
    steps: all[valueWords * k] as number,
    at: all[valueWords * k + 1] as number,
  }));
  const columns = Array.from({ length: (all.length - pairs) / columnsWords }, (_, k) => {
    const [begins, times, neurons, marks, spikes] = all
      .slice(pairs + columnsWords * k, pairs + columnsWords * (k + 1))
      .map((word) => word >>> 0) as [number, number, number, number, number];
    return { begins, times, neurons, marks, spikes };
  });
  return {
    size,
    targets,
    losses,
    outputs,
    values,
    carried: { begins, ends },
    columns: columns.length > 0 ? columns : undefined,
  };
}
