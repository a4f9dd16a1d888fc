import type { SpikeColumns } from "@spikeloom/kernel";
import type { SpikeColumnPlaces } from "../machine/pass-machine.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { RunParts } from "./run-parts.ts";

/** Spikes of a batch up to which their columns are copied: those of long batches would take as much room once more. */
const mostCopied = 2 ** 19;

interface Placing {
  /** Marks that a given population has in all examples. */
  readonly marksOf: number;
  /** Take so many numbers of 64 bits; gives the first. */
  take(count: number): number;
}

/** Give columns a place, where all are of 16 bits and not too long. */
export function placeColumns(
  columns: readonly SpikeColumns[],
  { marksOf, take }: Placing,
): readonly SpikeColumnPlaces[] | undefined {
  const isNarrow = columns.every(({ steps, neurons }) => {
    return steps instanceof Uint16Array && neurons instanceof Uint16Array;
  });
  const all = columns.reduce((sum, { neurons }) => sum + neurons.length, 0);
  if (!isNarrow || all > mostCopied) return undefined;
  let spikes = marksOf * columns.length;
  return columns.map(({ begins, neurons }, k) => {
    const { length } = neurons;
    const bytes = (count: number, each: number): number => 8 * take(Math.ceil((count * each) / 8));
    spikes += length;
    return {
      begins: bytes(begins.length, 4),
      times: bytes(length, 2),
      neurons: bytes(length, 2),
      marks: marksOf * k,
      spikes: spikes - length,
    };
  });
}

/** Copy columns to where they have a place. */
export function copyColumns(
  columns: readonly SpikeColumns[],
  places: readonly SpikeColumnPlaces[],
  memory: TrainingMemory,
): void {
  columns.forEach(({ begins, steps, neurons }, k) => {
    const place = places[k] as SpikeColumnPlaces;
    memory.integers().set(begins, place.begins / 4);
    memory.shorts().set(steps, place.times / 2);
    memory.shorts().set(neurons, place.neurons / 2);
  });
}

/**
 * Write the spikes of some examples as passes read them.
 *
 * Throws a mark alone where these cannot be read: who has the batch then looks for the spike, and says which one it is.
 */
export function writeColumns(
  columns: readonly SpikeColumnPlaces[] | undefined,
  examples: { readonly first: number; readonly count: number },
  { program, machine }: Pick<RunParts, "program" | "machine">,
): void {
  if (columns === undefined) return;
  const { given, steps } = program;
  for (let k = 0; k < given.length; k++) {
    const most = { steps, neurons: given[k]?.size ?? 0 };
    if (machine.writeSpikes(columns[k] as SpikeColumnPlaces, examples, most)) continue;
    throw new Error(`spikes of "${given[k]?.name}" cannot be read`);
  }
}
