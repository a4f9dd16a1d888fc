import { type ChipRecord, limitOf, type Resource, type SynapseFormat } from "../chips/chip.ts";
import { type GraphProjection, type NetworkGraph, synapsesOf } from "../graph/network-graph.ts";
import { reachedShare, rowsOf } from "./core-use.ts";
import { axonBits } from "./synapse-bits.ts";

/** Resources of which every partition needs at least a known amount. */
const counted = ["neurons", "in-axons", "synapse-bits", "memory-bytes"] as const;

/**
 * Find a number of cores that every partition needs at least.
 *
 * The total of a resource divided by its limit; for each population on its own where cores hold one population.
 */
export function lowerBound(
  graph: NetworkGraph,
  chip: ChipRecord,
): { readonly cores: number; readonly resource: Resource } {
  const isExclusive = limitOf(chip, "populations") === 1;
  const needs = graph.populations.map((_, p) => needsOf(graph, chip, p));
  if (isExclusive) {
    const each = needs.map((one) => largest(one, chip));
    const cores = each.reduce((sum, one) => sum + one.cores, 0);
    const widest = each.toSorted((a, b) => b.cores - a.cores)[0];
    return { cores, resource: widest?.resource ?? "neurons" };
  }
  const total = counted.map((_, k) => needs.reduce((sum, one) => sum + (one[k] ?? 0), 0));
  return largest(total, chip);
}

function largest(
  needs: readonly number[],
  chip: ChipRecord,
): { readonly cores: number; readonly resource: Resource } {
  let best: { cores: number; resource: Resource } = { cores: 0, resource: "neurons" };
  for (const [k, resource] of counted.entries()) {
    const limit = limitOf(chip, resource);
    // Sums of expected counts may be a rounding error above a whole number.
    const cores = limit === undefined ? 0 : Math.ceil((needs[k] ?? 0) / limit - 1e-9);
    if (cores > best.cores) best = { cores, resource };
  }
  return best;
}

/** Least use of each counted resource by a population. */
function needsOf(graph: NetworkGraph, chip: ChipRecord, population: number): readonly number[] {
  const { size, isInput } = graph.populations[population] ?? { size: 0, isInput: false };
  if (isInput && chip.inputs.on === "host") return counted.map(() => 0);
  const scale =
    isInput && chip.inputs.on === "cores" ? (limitOf(chip, "neurons") ?? 1) / chip.inputs.most : 1;
  let [axons, bits, bytes] = [0, 0, 0];
  for (const one of graph.projections) {
    if (one.to !== population) continue;
    const synapses = synapsesOf(graph, one);
    const sources = distinctSources(graph, one);
    axons += sources;
    if (chip.synapses !== undefined) bits += synapses * leastBits(chip.synapses, one);
    bytes += synapses * (chip.rows?.synapseBytes ?? 0) + sources * (chip.rows?.headerBytes ?? 0);
  }
  return [size * scale, axons, bits, bytes];
}

function distinctSources(graph: NetworkGraph, one: GraphProjection): number {
  const sources = graph.populations[one.from]?.size ?? 0;
  const targets = graph.populations[one.to]?.size ?? 0;
  if (targets === 0) return 0;
  if (one.pattern.kind === "all") return sources;
  if (one.pattern.kind === "one") return targets;
  if (one.pattern.kind === "random") return sources * reachedShare(one.pattern.chance, targets);
  const seen = new Uint8Array(sources);
  const rows = rowsOf(one);
  for (let j = 0; j < targets; j++) for (const source of rows(j)) seen[source] = 1;
  return seen.reduce((sum, is) => sum + is, 0);
}

/** Least bits that a synapse can take: those of the fullest group. */
function leastBits(format: SynapseFormat, { delay }: GraphProjection): number {
  const sizes = Array.from({ length: format.groupSize }, (_, n) => n + 1);
  const bits = sizes.map((n) => axonBits(n, { format, delay, neurons: 1, isDense: true }) / n);
  return Math.min(...bits);
}
