import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";

/** Neurons that a chip computes or sends from cores, by population. */
export function placedPopulations(graph: NetworkGraph, chip: ChipRecord): readonly number[] {
  const isPlaced = ({ isInput }: { isInput: boolean }): boolean =>
    !isInput || chip.inputs.on === "cores";
  return [...graph.populations.keys()].filter((p) => {
    const one = graph.populations[p];
    return one !== undefined && one.size > 0 && isPlaced(one);
  });
}
