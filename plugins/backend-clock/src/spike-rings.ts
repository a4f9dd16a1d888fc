import type { Arena } from "./arena.ts";
import { powerAbove } from "./power-above.ts";

/** The recent spikes of one population: one list per step, as many steps back as delays reach. */
export interface SpikeRing {
  readonly population: string;
  /** Neurons of the population. */
  readonly neurons: number;
  /** Spikes that one list has room for. */
  readonly capacity: number;
  /** Lists kept; a power of two. */
  readonly length: number;
  readonly lists: number;
  readonly counts: number;
}

/** Lay out the ring of a population whose spikes are read up to `reach` steps later. */
export function spikeRing(
  arena: Arena,
  population: string,
  {
    neurons,
    capacity,
    reach,
  }: { readonly neurons: number; readonly capacity: number; readonly reach: number },
): SpikeRing {
  const length = powerAbove(reach + 1);
  return {
    population,
    neurons,
    capacity,
    length,
    // A checkpoint holds the part of each list that its count covers.
    lists: arena.allocate(length * capacity * 4, "fixed"),
    counts: arena.allocate(length * 4),
  };
}

/** Byte address of the list of a step. */
export function listAddress(ring: SpikeRing, step: number): number {
  return ring.lists + (step & (ring.length - 1)) * ring.capacity * 4;
}

/** Byte address of the number of spikes of a step. */
export function countAddress(ring: SpikeRing, step: number): number {
  return ring.counts + (step & (ring.length - 1)) * 4;
}
