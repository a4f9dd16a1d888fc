import type { SpikeLists } from "@spikeloom/code";
import { powerAbove } from "@spikeloom/program";
import type { Arena } from "./arena.ts";
import type { PlacedArray } from "./placed.ts";

type PlacedLists = SpikeLists<PlacedArray<"i32">>;

/** The recent spikes of one population. */
export interface SpikeRing extends PlacedLists {
  readonly population: string;
  /** Neurons of the population. */
  readonly neurons: number;
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
    // A checkpoint contains as much of each list as its count covers.
    lists: arena.array("lists", "i32", { length: length * capacity, kind: "fixed" }),
    counts: arena.array("counts", "i32", { length }),
  };
}

/** Byte address of the list of a step. */
export function listAddress(ring: PlacedLists, step: number): number {
  return ring.lists.address + (step & (ring.length - 1)) * ring.capacity * 4;
}

/** Byte address of the number of spikes of a step. */
export function countAddress(ring: PlacedLists, step: number): number {
  return ring.counts.address + (step & (ring.length - 1)) * 4;
}
