import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type Stack,
  type SynapseTier,
} from "@spikeloom/kernel";
import { mostShards } from "../check/sharing-faults.ts";
import { findModel } from "../plan/find-model.ts";
import { isScalar } from "../values/value-kind.ts";
import {
  type ExpectedGroup,
  type ExpectedProjection,
  expectedGroups,
  expectedProjections,
  synapseBytes,
} from "./synapse-groups.ts";

/** How a network is to be kept; where something is not given, as the network says. */
export interface MemoryOptions {
  readonly precision?: "f64" | "f32" | undefined;
  readonly tier?: SynapseTier | undefined;
  /** Threads; one where it is not given. */
  readonly workers?: number | undefined;
  /** Parts of the network; as many as there are workers, or as it takes, where it is not given. */
  readonly shards?: number | undefined;
}

/** What a projection will take. */
export interface ProjectionMemory {
  readonly name: string;
  readonly synapses: number;
  readonly bytes: number;
  /** Distinct delays that its synapses have. */
  readonly delays: number;
  /** How it is delivered, together with the others of its source population and kind of weight. */
  readonly delivery: ExpectedGroup["kind"];
  /** Mean number of synapses of one source and one delay, all projections that go with it included. */
  readonly segment: number;
}

/** What a network will take, as far as that shows before it is built. */
export interface MemoryEstimate {
  readonly neurons: number;
  readonly synapses: number;
  /** The most that the process has at one time, while it builds or while it runs. */
  readonly bytes: number;
  /** Of `bytes`, for all that is no synapse: state, spikes under way, the process itself. */
  readonly besides: number;
  /** Parts that the network is cut into; each has a memory of its own. */
  readonly shards: number;
  /** Bytes of the largest part's memory, and the most that there can be. */
  readonly shardBytes: number;
  readonly shardLimit: number;
  readonly precision: "f64" | "f32";
  readonly tier: SynapseTier;
  readonly projections: readonly ProjectionMemory[];
}

/** What one WebAssembly memory holds. */
const shardLimit = 2 ** 32;
/** What the command takes with an empty network, and each further thread of it, measured by the system. */
const processBytes = 80e6;
const workerBytes = 36e6;
/** Where a shard puts what each neuron sends in a step. */
const sentBytes = 4;
/** A target of a Poisson stimulus: its number, place, random numbers, count and weight. */
const drivenBytes = 120;
const hostNumber = 8;
// Counts of synapses are kept for this many delays from the start, and for more where there are.
const countedDelays = 64;

const names: OptionNames<MemoryOptions> = {
  precision: true,
  tier: true,
  workers: true,
  shards: true,
};

/** Estimate the memory of a sound network of any size without building it. */
export function estimateMemory(
  network: NetworkRecord,
  stack: Stack,
  options: MemoryOptions = {},
): MemoryEstimate {
  checkOptionNames(options, names, "estimateMemory");
  return estimateParts(network, {
    ...options,
    stack,
    expected: expectedProjections(network, stack),
  });
}

/** Estimate the memory of a network whose projections have been looked at. */
export function estimateParts(
  network: NetworkRecord,
  given: MemoryOptions & {
    readonly stack: Stack;
    readonly expected: readonly ExpectedProjection[];
  },
): MemoryEstimate {
  const { stack, expected, workers = 1 } = given;
  const precision = given.precision ?? network.precision ?? "f64";
  const tier = given.tier ?? network.tier ?? "exact";
  const float = precision === "f64" ? 8 : 4;
  const groups = expectedGroups(expected, network);
  const state = neuronMemory(network, { stack, float, groups });
  const size = (shards: number): Sizes =>
    sizesOf(groups, { network, stack, tier, float, state, shards });
  const shards = given.shards ?? fewestShards(size, workers);
  const { shared, perShard, scratch, sums, projections } = size(shards);
  const listed = expected.reduce((sum, projection) => sum + projection.listed, 0);
  const threads = (workers - 1) * workerBytes;
  const total = projections.reduce((sum, { bytes }) => sum + bytes, 0);
  const own = state.bytes + state.host + perShard * shards + sums;
  const besides = own + scratch + processBytes + threads;
  return {
    neurons: state.neurons,
    synapses: expected.reduce((sum, { synapses }) => sum + synapses, 0),
    bytes: total + listed + besides,
    besides: listed + besides,
    ...{ shards, shardBytes: shared / shards + perShard, shardLimit, precision, tier, projections },
  };
}

function fewestShards(size: (shards: number) => Sizes, workers: number): number {
  let shards = workers;
  while (shards <= mostShards) {
    const { shared, perShard } = size(shards);
    if (shared / shards + perShard <= shardLimit) return shards;
    const left = shardLimit - perShard;
    const needed = left > 0 ? Math.ceil(shared / left) : mostShards + 1;
    shards = Math.max(shards + 1, needed);
  }
  // What each shard has again does not get less by cutting.
  return workers;
}

/** Bytes by where they are. */
interface Sizes {
  /** Of all shards together. */
  readonly shared: number;
  /** Of each shard again. */
  readonly perShard: number;
  /** Of counts, while it is built. */
  readonly scratch: number;
  /** Of `shared`, for sums of the steps to come. */
  readonly sums: number;
  readonly projections: readonly ProjectionMemory[];
}

function sizesOf(
  groups: readonly ExpectedGroup[],
  given: {
    readonly network: NetworkRecord;
    readonly stack: Stack;
    readonly tier: SynapseTier;
    readonly float: number;
    readonly state: NeuronMemory;
    readonly shards: number;
  },
): Sizes {
  const { network, stack, tier, float, state, shards } = given;
  let perShard = spikeBytes(groups, network, stack);
  let scratch = 0;
  let sums = drawnSums(groups, { state, shards, float });
  let shared = state.bytes;
  const projections = groups.flatMap((group) => {
    const { kind, sources, delays, longest, ownWeights, segment } = group;
    const span = spanOf(group, state) / shards;
    const each = synapseBytes(span, { tier, float, ownWeights });
    const blocks = Math.max(1, Math.ceil(span / each.reach));
    const delay = kind === "ring" ? (longest < 255 ? 1 : 2) : 0;
    if (kind !== "procedural") {
      perShard += blocks * 4 * (sources * (kind === "ring" ? 1 : delays) + 1);
      scratch += shards * blocks * 4 * sources * Math.max(countedDelays, powerFrom(longest + 1));
      if (kind === "ring") sums += span * shards * powerFrom(longest + 1) * float;
    }
    return group.projections.map((projection): ProjectionMemory => {
      const kept = kind === "procedural" ? 0 : each.index + each.weight + delay;
      const bytes = Math.ceil(projection.synapses * (kept + projection.state * float));
      shared += bytes;
      const { name, synapses } = projection;
      return { name, synapses, bytes, delays: projection.delays.length, delivery: kind, segment };
    });
  });
  shared += sums;
  return { shared, perShard, scratch, sums, projections: inOrder(projections, groups) };
}

/** What procedural projections have instead of synapses: one ring of sums for all, and tables of targets. */
function drawnSums(
  groups: readonly ExpectedGroup[],
  given: { readonly state: NeuronMemory; readonly shards: number; readonly float: number },
): number {
  const { state, shards, float } = given;
  const drawn = groups.filter(({ kind }) => kind === "procedural");
  const projections = drawn.flatMap((group) => group.projections);
  if (projections.length === 0) return 0;
  const longest = Math.max(...drawn.map((group) => group.longest));
  const ring = spanOf({ projections }, state) * powerFrom(longest + 1) * float;
  if (shards === 1) return ring;
  const tables = new Map(
    projections.map(({ to, receptor, targets }) => [sumKey(to, receptor ?? ""), 4 * targets]),
  );
  return ring + shards * [...tables.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Projections in the order of the network rather than of their groups. */
function inOrder(
  projections: readonly ProjectionMemory[],
  groups: readonly ExpectedGroup[],
): readonly ProjectionMemory[] {
  const places = groups.flatMap((group) => group.projections.map(({ index }) => index));
  const sorted = new Array<ProjectionMemory>(projections.length);
  projections.forEach((projection, k) => {
    sorted[places[k] ?? 0] = projection;
  });
  return sorted;
}

/** The spikes that are under way: each shard keeps those of all sources for as long as delays reach. */
function spikeBytes(
  groups: readonly ExpectedGroup[],
  network: NetworkRecord,
  stack: Stack,
): number {
  // Drawn sources may send several spikes of a neuron in a step.
  const capacityOf = (name: string): number => {
    const population = network.populations[name];
    if (population === undefined) return 0;
    const place = `populations.${name}.model`;
    const { source } = findModel("neuron", population.model, { network, stack, place }).model;
    const isDrawn = source !== undefined && source.process !== "times";
    return isDrawn ? 4 * population.size + 64 : population.size;
  };
  // Nobody hears those without projections, and each step has its list all the same.
  const reaches = new Map(Object.keys(network.populations).map((name) => [name, 1]));
  for (const { projections, kind, longest } of groups) {
    const from = projections[0]?.from ?? "";
    const reach = { ring: 1, segments: longest + 1, procedural: leastDelay(projections) }[kind];
    reaches.set(from, Math.max(reach, reaches.get(from) ?? 0));
  }
  return [...reaches].reduce(
    (sum, [name, reach]) => sum + 4 * capacityOf(name) * powerFrom(reach),
    0,
  );
}

function leastDelay(projections: readonly ExpectedProjection[]): number {
  const least = projections.map(({ delays }) => delays[0] ?? 1);
  return Math.max(1, Math.min(...least));
}

/** The least power of two that is no less. */
function powerFrom(count: number): number {
  let power = 1;
  while (power < count) power *= 2;
  return power;
}

interface NeuronMemory {
  readonly neurons: number;
  /** Bytes in the shards. */
  readonly bytes: number;
  /** Bytes beside them: parameters and positions. */
  readonly host: number;
  /** Where the sums of a receptor of a population start, all sums being one array. */
  readonly firstSum: ReadonlyMap<string, number>;
}

function neuronMemory(
  network: NetworkRecord,
  given: {
    readonly stack: Stack;
    readonly float: number;
    readonly groups: readonly ExpectedGroup[];
  },
): NeuronMemory {
  const { stack, float, groups } = given;
  const populations = Object.entries(network.populations);
  let [neurons, bytes, host] = [0, 0, 0];
  for (const [name, record] of populations) {
    const place = `populations.${name}.model`;
    const { model, parameters } = findModel("neuron", record.model, { network, stack, place });
    const values = Object.values({ ...parameters, ...record.parameters });
    const varied = values.filter((value) => !isScalar(value)).length;
    const axes = record.positions === undefined ? 0 : 3;
    // One more for the time that a refractory period ends.
    const slots = Object.keys(model.state ?? {}).length + varied + 1;
    neurons += record.size;
    bytes += record.size * slots * float;
    const starts = Object.values(record.initial ?? {});
    const drawn = starts.filter((value) => !isScalar(value)).length;
    bytes += record.size * sentBytes;
    host += record.size * (varied + drawn + axes) * hostNumber;
  }
  for (const { kind, into } of network.stimuli ?? []) {
    const size = network.populations[into]?.size ?? 0;
    if (kind === "poisson") bytes += size * drivenBytes;
  }
  const arriving = groups.flatMap(({ projections }) => projections);
  const firstSum = new Map<string, number>();
  let sums = 0;
  for (const receptor of new Set(arriving.map((projection) => projection.receptor))) {
    for (const [name, { size }] of populations) {
      const isTarget = arriving.some((one) => one.to === name && one.receptor === receptor);
      if (receptor === undefined || !isTarget) continue;
      firstSum.set(sumKey(name, receptor), sums);
      sums += size;
    }
  }
  return { neurons, bytes: bytes + sums * float, host, firstSum };
}

/** Over how many sums the targets of a group spread. */
function spanOf(group: Pick<ExpectedGroup, "projections">, { firstSum }: NeuronMemory): number {
  let [first, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { to, receptor, targets } of group.projections) {
    if (receptor === undefined) continue;
    const start = firstSum.get(sumKey(to, receptor)) ?? 0;
    first = Math.min(first, start);
    end = Math.max(end, start + targets);
  }
  return Math.max(0, end - first);
}

function sumKey(population: string, receptor: string): string {
  return `${population}\n${receptor}`;
}
