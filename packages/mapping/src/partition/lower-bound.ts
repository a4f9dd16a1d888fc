import { type ChipRecord, limitOf, type Resource, type SynapseFormat } from "../chips/chip.ts";
import { type GraphProjection, type NetworkGraph, synapsesOf } from "../graph/network-graph.ts";
import { type CoreMeter, coreMeter, hasRows, reachedShare, rowsOf } from "./core-use.ts";
import { longestThat } from "./longest-that.ts";
import { placedPopulations } from "./placed-populations.ts";
import { axonBits } from "./synapse-bits.ts";

/** Resources of which a core with several populations needs at least the sum of what each needs alone. */
const summed = [
  "neurons",
  "populations",
  "in-axons",
  "out-axons",
  "synapse-bits",
  "memory-bytes",
] as const;

/** Sizes of slices looked at, above which only totals of resources are compared. */
const mostSizes = 300_000;

/** Cores that a network needs, and the resource that requires most of them. */
interface LowerBound {
  readonly cores: number;
  readonly resource: Resource;
}

/**
 * Find a number of cores that every partition needs at least.
 *
 * Where cores hold one population each, those of each population are counted. Elsewhere, each neuron costs the least share of a
 * core that it takes in any slice of its population that fits, under a weighted mean of all resources: no core holds more than a
 * share of 1. The weights are those that make the sum of all shares largest (weak duality of the linear program of vector
 * packing, doi:10.1287/opre.9.6.849).
 */
export function lowerBound(
  graph: NetworkGraph,
  chip: ChipRecord,
): { readonly cores: number; readonly resource: Resource } {
  const resources = summed.filter((one) => limitOf(chip, one) !== undefined);
  const needs = needsOf(graph, chip, resources);
  if (limitOf(chip, "populations") === 1) return boundOfEach(needs, resources);
  return boundOfAll(needs, resources);
}

/** What the neurons of a population need. */
interface Needs {
  /** Neurons of all populations alike. */
  readonly neurons: number;
  /** Populations alike. */
  readonly populations: number;
  /** Most neurons that a core holds; infinite if that is not known. */
  readonly most: number;
  /** By slice size that may be the best: least share of each resource of a core that a neuron takes. */
  readonly shares: readonly Float64Array[];
}

function boundOfEach(needs: readonly Needs[], resources: readonly Resource[]): LowerBound {
  let cores = 0;
  let widest = { cores: 0, resource: resources[0] ?? "neurons" };
  for (const { neurons, populations, most, shares } of needs) {
    const size = neurons / populations;
    let own = { cores: Math.ceil(size / most), resource: resources[0] ?? "neurons" };
    for (const [k, resource] of resources.entries()) {
      const least = Math.ceil(size * leastShare(shares, unitWeights(resources.length, k)) - 1e-9);
      if (least > own.cores) own = { cores: least, resource };
    }
    cores += populations * own.cores;
    if (own.cores > widest.cores) widest = own;
  }
  return { cores, resource: widest.resource };
}

function boundOfAll(needs: readonly Needs[], resources: readonly Resource[]): LowerBound {
  const total = (weights: Float64Array): number =>
    needs.reduce((sum, { neurons, shares }) => sum + neurons * leastShare(shares, weights), 0);
  let best = { weights: unitWeights(resources.length, 0), cores: 0 };
  const offer = (weights: Float64Array): boolean => {
    const cores = total(weights);
    if (cores <= best.cores * (1 + 1e-12)) return false;
    best = { weights, cores };
    return true;
  };
  for (const k of resources.keys()) offer(unitWeights(resources.length, k));
  // The sum is concave in the weights: move weight between pairs of resources, by ever smaller steps.
  for (let step = 0.5; step > 1e-3; ) {
    let hasImproved = false;
    for (const from of resources.keys()) {
      for (const to of resources.keys()) {
        const moved = Math.min(step, best.weights[from] as number);
        if (from === to || moved === 0) continue;
        const weights = best.weights.slice();
        (weights[from] as number) -= moved;
        (weights[to] as number) += moved;
        if (offer(weights)) hasImproved = true;
      }
    }
    if (!hasImproved) step /= 2;
  }
  const heaviest = best.weights.reduce((at, one, k, all) => (one > (all[at] ?? 0) ? k : at), 0);
  // Sums of expected counts may be a rounding error above a whole number.
  return { cores: Math.ceil(best.cores - 1e-9), resource: resources[heaviest] ?? "neurons" };
}

function unitWeights(length: number, at: number): Float64Array {
  const weights = new Float64Array(length);
  weights[at] = 1;
  return weights;
}

/** Least share of a core that a neuron takes, under weights of resources. */
function leastShare(shares: readonly Float64Array[], weights: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const share of shares) {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (share[k] as number);
    if (sum < least) least = sum;
  }
  return least;
}

function needsOf(
  graph: NetworkGraph,
  chip: ChipRecord,
  resources: readonly Resource[],
): readonly Needs[] {
  const meter = coreMeter(graph, chip);
  const placed = placedPopulations(graph, chip);
  const incoming = Map.groupBy(graph.projections, ({ to }) => to);
  const outgoing = Map.groupBy(graph.projections, ({ from }) => from);
  const isRegular = (population: number): boolean =>
    !(incoming.get(population) ?? []).some((one) => hasRows(one));
  // Populations alike need a look once.
  const kinds = Map.groupBy(placed, (population) => {
    const { size, isInput } = graph.populations[population] ?? { size: 0, isInput: false };
    if (!isRegular(population)) return `${population}`;
    const inputs = (incoming.get(population) ?? []).map(({ from, pattern, delay }) => {
      const chance = pattern.kind === "random" ? pattern.chance : "";
      return [pattern.kind, chance, graph.populations[from]?.size, ...delay].join();
    });
    return [size, isInput, ...inputs.sort()].join(";");
  });
  const alone = [...kinds.values()].map((alike) => {
    const population = alike[0] as number;
    const { size } = graph.populations[population] ?? { size: 0 };
    const fits = (count: number): boolean =>
      meter.exceeded([{ population, from: 0, until: count }]) < 0;
    const isKnown = isRegular(population);
    const most = isKnown
      ? longestThat(fits, { guess: size, most: size })
      : Number.POSITIVE_INFINITY;
    return { alike, population, size, most, isKnown };
  });
  const sizes = alone.reduce((sum, { most, isKnown }) => sum + (isKnown ? most : 0), 0);
  const mostOf = new Map(alone.flatMap(({ alike, most }) => alike.map((p) => [p, most] as const)));
  return alone.flatMap(({ alike, population, size, most, isKnown }): readonly Needs[] => {
    // Neurons with different targets have different output axons.
    const byAxons = Map.groupBy(alike, (one) => leastAxons(graph, outgoing.get(one) ?? [], mostOf));
    return [...byAxons].map(([axons, own]) => {
      const shared = { axons, chip, resources };
      const shares =
        isKnown && sizes <= mostSizes && most > 0
          ? sharesOfSizes({ population, most, meter }, shared)
          : [totalShare(graph, population, shared)];
      return { neurons: own.length * size, populations: own.length, most, shares };
    });
  });
}

/** Least output axons of a neuron: the target cores of each projection, all of which are as full as they can be. */
function leastAxons(
  graph: NetworkGraph,
  outgoing: readonly GraphProjection[],
  mostOf: ReadonlyMap<number, number>,
): number {
  return outgoing.reduce((sum, { to, pattern }) => {
    const size = graph.populations[to]?.size ?? 0;
    const most = Math.min(mostOf.get(to) ?? size, size);
    if (size === 0 || most === 0) return sum;
    if (pattern.kind === "all") return sum + Math.ceil(size / most);
    if (pattern.kind === "one") return sum + 1;
    if (pattern.kind !== "random") return sum;
    const rest = size % most;
    const full = (size - rest) / most;
    const { chance } = pattern;
    return sum + full * reachedShare(chance, most) + reachedShare(chance, rest);
  }, 0);
}

interface Shared {
  readonly axons: number;
  readonly chip: ChipRecord;
  readonly resources: readonly Resource[];
}

/** List the shares of a neuron for all slice sizes of which none is worse in every resource. */
function sharesOfSizes(
  one: { readonly population: number; readonly most: number; readonly meter: CoreMeter },
  { axons, chip, resources }: Shared,
): readonly Float64Array[] {
  const { population, most, meter } = one;
  const places = resources.map((name) =>
    meter.limits.findIndex(({ resource }) => resource === name),
  );
  const limits = resources.map((name) => limitOf(chip, name) ?? 1);
  const least = new Float64Array(resources.length).fill(Number.POSITIVE_INFINITY);
  const shares: Float64Array[] = [];
  for (let count = most; count >= 1; count--) {
    const use = meter.use([{ population, from: 0, until: count }]);
    const share = Float64Array.from(resources, (_, k) => {
      const at = places[k] as number;
      return at < 0
        ? axons / (limits[k] as number)
        : (use[at] as number) / count / (limits[k] as number);
    });
    if (!share.some((value, k) => value < (least[k] as number))) continue;
    for (const [k, value] of share.entries()) least[k] = Math.min(least[k] as number, value);
    shares.push(share);
  }
  return shares;
}

/** Share of a neuron of the total that its population needs. */
function totalShare(
  graph: NetworkGraph,
  population: number,
  { axons, chip, resources }: Shared,
): Float64Array {
  const { size, isInput } = graph.populations[population] ?? { size: 0, isInput: false };
  const scale =
    isInput && chip.inputs.on === "cores" ? (limitOf(chip, "neurons") ?? 1) / chip.inputs.most : 1;
  let [sources, bits, bytes] = [0, 0, 0];
  for (const one of graph.projections) {
    if (one.to !== population) continue;
    const synapses = synapsesOf(graph, one);
    const distinct = distinctSources(graph, one);
    sources += distinct;
    if (chip.synapses !== undefined) bits += synapses * leastBits(chip.synapses, one);
    bytes += synapses * (chip.rows?.synapseBytes ?? 0) + distinct * (chip.rows?.headerBytes ?? 0);
  }
  const totals: { readonly [R in Resource]?: number } = {
    neurons: size * scale,
    "in-axons": sources,
    "out-axons": axons * size,
    "synapse-bits": bits,
    "memory-bytes": bytes,
  };
  return Float64Array.from(
    resources,
    (name) => (totals[name] ?? 0) / (limitOf(chip, name) ?? 1) / Math.max(size, 1),
  );
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
