import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import type { CoreMeter } from "./core-use.ts";
import type { Slice } from "./part.ts";
import { placedPopulations } from "./placed-populations.ts";
import { sliceFull } from "./sequential.ts";

/** Slices of all populations, which a partition puts together. */
export interface Atoms {
  readonly slices: readonly Slice[];
  /** Pairs of slices between which spikes are expected, at most. */
  readonly pairs: number;
}

interface Cores {
  readonly meter: CoreMeter;
  readonly chip: ChipRecord;
}

/** Pairs of slices of which a hypergraph stays within a gigabyte. */
const mostPairs = 20_000_000;

/**
 * Divide populations into slices of several sizes, from coarse to fine.
 *
 * The coarsest fill a core; finer ones let neurons with common sources come together where connections have a structure. Sizes that
 * make too many pairs of slices are left out.
 */
export function atomChoices(graph: NetworkGraph, cores: Cores): readonly Atoms[] {
  const placed = placedPopulations(graph, cores.chip);
  const widths = placed.map((population) => {
    const full = sliceFull(graph, population, cores);
    const { size } = graph.populations[population] ?? { size: 0 };
    return { population, size, full: Math.ceil(size / Math.max(full.length, 1)) };
  });
  const isStructured = widths.map(({ population }) =>
    graph.projections.some(
      ({ from, to, pattern }) =>
        (from === population || to === population) &&
        pattern.kind !== "all" &&
        pattern.kind !== "random",
    ),
  );
  const choices = [
    widths.map(({ full }) => full),
    ...[4, 16].map((parts) =>
      widths.map(({ full }, k) => (isStructured[k] ? Math.max(1, Math.ceil(full / parts)) : full)),
    ),
  ];
  const different = new Map(choices.map((sizes) => [sizes.join(), sizes]));
  return [...different.values()]
    .map((sizes): Atoms => {
      const slices = widths.flatMap(({ population, size }, k) =>
        evenly({ population, from: 0, until: size }, Math.ceil(size / (sizes[k] ?? 1))).flatMap(
          (one) => fitting(one, cores.meter),
        ),
      );
      return { slices, pairs: pairsOf(graph, slices) };
    })
    .filter(({ pairs }, k) => k === 0 || pairs <= mostPairs);
}

/** Halve a slice until its parts fit: neurons of a population may need different resources. */
function fitting(slice: Slice, meter: CoreMeter): readonly Slice[] {
  const { from, until } = slice;
  if (until - from < 2 || meter.exceeded([slice]) < 0) return [slice];
  return evenly(slice, 2).flatMap((half) => fitting(half, meter));
}

function evenly({ population, from, until }: Slice, number: number): readonly Slice[] {
  const at = (k: number): number => from + Math.round((k * (until - from)) / number);
  return Array.from({ length: number }, (_, k) => ({
    population,
    from: at(k),
    until: at(k + 1),
  }));
}

function pairsOf(graph: NetworkGraph, slices: readonly Slice[]): number {
  const counts = graph.populations.map(() => 0);
  for (const { population } of slices) counts[population] = (counts[population] ?? 0) + 1;
  return graph.projections.reduce((sum, { from, to, pattern }) => {
    const all = Math.max(counts[from] ?? 0, 1) * (counts[to] ?? 0);
    const most = pattern.kind === "rows" ? pattern.sources.length : all;
    return sum + Math.min(all, most);
  }, 0);
}
