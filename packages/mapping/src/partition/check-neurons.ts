import { type ChipRecord, limitOf } from "../chips/chip.ts";
import { CHIP_DELAY, CHIP_FAN_IN } from "../errors.ts";
import type { GraphProjection, NetworkGraph } from "../graph/network-graph.ts";
import { rowsOf } from "./core-use.ts";

/** Check the limits of a chip that no partition changes: delays and in-degrees. */
export function checkNeurons(graph: NetworkGraph, chip: ChipRecord): void {
  const longest = limitOf(chip, "delay");
  for (const { name, delay } of graph.projections) {
    if (longest === undefined || delay[1] <= longest) continue;
    throw CHIP_DELAY({
      place: `projection ${name}`,
      chip: chip.name,
      limit: longest,
      value: delay[1],
    });
  }
  const most = limitOf(chip, "fan-in");
  if (most !== undefined) checkFanIn(graph, chip, most);
}

function checkFanIn(graph: NetworkGraph, chip: ChipRecord, limit: number): void {
  for (const [p, { name, size }] of graph.populations.entries()) {
    const into = graph.projections.filter(({ to }) => to === p);
    const degrees = into.map((one) => degreeOf(graph, one));
    for (let neuron = 0; neuron < size; neuron++) {
      const value = degrees.reduce((sum, degree) => sum + degree(neuron), 0);
      if (value <= limit) continue;
      throw CHIP_FAN_IN({
        place: `population ${name}, neuron ${neuron}`,
        chip: chip.name,
        limit,
        value: Math.ceil(value),
      });
    }
  }
}

function degreeOf(graph: NetworkGraph, projection: GraphProjection): (neuron: number) => number {
  const { pattern, from } = projection;
  const sources = graph.populations[from]?.size ?? 0;
  if (pattern.kind === "all") return () => sources;
  if (pattern.kind === "random") return () => pattern.chance * sources;
  if (pattern.kind === "one") return () => 1;
  const rows = rowsOf(projection);
  return (neuron) => new Set(rows(neuron)).size;
}
