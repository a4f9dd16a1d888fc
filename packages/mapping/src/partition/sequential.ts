import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import type { CoreMeter } from "./core-use.ts";
import { longestThat } from "./longest-that.ts";
import type { Slice } from "./part.ts";
import { checkCore, type Partition, partitionWith } from "./partition.ts";
import { placedPopulations } from "./placed-populations.ts";

/**
 * Divide each population into as few consecutive slices as fit, one per core.
 *
 * The slices have equal sizes where these fit. It is the usual baseline, as in nengo-loihi and sPyNNaker
 * (doi:10.3389/fnins.2018.00816).
 */
export function sequentialPartition(graph: NetworkGraph, chip: ChipRecord): Partition {
  return partitionWith(graph, chip, sequentialCores);
}

/** List the slices of each core. */
export function sequentialCores(
  graph: NetworkGraph,
  meter: CoreMeter,
  chip: ChipRecord,
): Slice[][] {
  return placedPopulations(graph, chip).flatMap((population) =>
    sliceEvenly(graph, population, { meter, chip }).map((one) => [one]),
  );
}

interface Cores {
  readonly meter: CoreMeter;
  readonly chip: ChipRecord;
}

function sliceEvenly(graph: NetworkGraph, population: number, cores: Cores): readonly Slice[] {
  const filled = sliceFull(graph, population, cores);
  const size = graph.populations[population]?.size ?? 0;
  const even = filled.map((_, k) => ({
    population,
    from: Math.round((k * size) / filled.length),
    until: Math.round(((k + 1) * size) / filled.length),
  }));
  return even.every((one) => cores.meter.exceeded([one]) < 0) ? even : filled;
}

/** Divide a population into slices, each as long as a core holds. */
export function sliceFull(
  graph: NetworkGraph,
  population: number,
  { meter, chip }: Cores,
): readonly Slice[] {
  const { size, name } = graph.populations[population] ?? { size: 0, name: "" };
  const slices: Slice[] = [];
  let guess = 1;
  for (let from = 0; from < size; ) {
    const fits = (count: number): boolean =>
      meter.exceeded([{ population, from, until: from + count }]) < 0;
    const count = longestThat(fits, { guess, most: size - from });
    if (count === 0) {
      const slices = [{ population, from, until: from + 1 }];
      checkCore({ core: `population ${name}, neuron ${from}`, slices, meter, chip });
    }
    slices.push({ population, from, until: from + count });
    from += count;
    guess = count;
  }
  return slices;
}
