import { type ChipLimit, type ChipRecord, limitOf, type Resource } from "../chips/chip.ts";
import { CHIP_FAN_OUT, CHIP_OUT_AXONS, PARTITION } from "../errors.ts";
import { checkGraph, type NetworkGraph } from "../graph/network-graph.ts";
import { checkNeurons } from "./check-neurons.ts";
import { type CoreMeter, coreMeter } from "./core-use.ts";
import { type Flow, type Flows, findFlows, hostCore } from "./flows.ts";
import { limitErrors } from "./limit-errors.ts";
import { lowerBound } from "./lower-bound.ts";
import { joinSlices, type Part, partsOf, type Slice } from "./part.ts";
import { placedPopulations } from "./placed-populations.ts";

/** Use of a resource over all cores, and where it limits. */
export interface ResourceUse {
  readonly resource: Resource;
  readonly limit: ChipLimit;
  /** Cores of which this is the fullest resource. */
  readonly binds: number;
  /** Mean and greatest use, as shares of the limit. */
  readonly mean: number;
  readonly most: number;
}

/** Assignment of all neurons to cores. */
export interface Partition {
  readonly chip: ChipRecord;
  readonly cores: number;
  /** In order of populations and neurons; parts outside the chip have core -1. */
  readonly parts: readonly Part[];
  readonly flows: readonly Flow[];
  readonly use: readonly ResourceUse[];
  /** Cores that any partition needs, and the resource that requires them. */
  readonly bound: { readonly cores: number; readonly resource: Resource };
}

/** Assigns the neurons of a graph to cores of a chip. */
export type Partitioner = (graph: NetworkGraph, meter: CoreMeter, chip: ChipRecord) => Slice[][];

/** Partition a graph onto cores, splitting further where output axons require it. */
export function partitionWith(
  graph: NetworkGraph,
  chip: ChipRecord,
  partitioner: Partitioner,
): Partition {
  checkGraph(graph);
  checkNeurons(graph, chip);
  const meter = coreMeter(graph, chip);
  const cores = partitioner(graph, meter, chip);
  const completed = completedCores(graph, { chip, meter, cores });
  checkFanOut(graph, chip, completed.found.widest);
  if (completed.refused !== undefined) {
    const { core, axons: value } = completed.refused;
    const limit = limitOf(chip, "out-axons") ?? 0;
    throw CHIP_OUT_AXONS({ place: `core ${core}`, chip: chip.name, limit, value });
  }
  return reported(graph, { chip, meter, cores: completed.cores }, completed.found);
}

/** Check an assignment of neurons to cores, and report its use of resources. */
export function partitionFrom(
  graph: NetworkGraph,
  chip: ChipRecord,
  parts: readonly Part[],
): Partition {
  checkGraph(graph);
  checkNeurons(graph, chip);
  checkParts(graph, parts, placedPopulations(graph, chip));
  const number = parts.reduce((most, { core }) => Math.max(most, core + 1), 0);
  const cores: Slice[][] = Array.from({ length: number }, () => []);
  for (const { core, ...slice } of parts) cores[core]?.push(slice);
  const meter = coreMeter(graph, chip);
  for (const [core, slices] of cores.entries()) checkCore({ core, slices, meter, chip });
  const all = [...parts, ...hostParts(graph, chip)];
  const found = findFlows(graph, all);
  checkFanOut(graph, chip, found.widest);
  const limit = limitOf(chip, "out-axons");
  const over = limit === undefined ? [] : overfull(outAxons(all, found.flows, number), limit);
  if (over[0] !== undefined && limit !== undefined) {
    const [core, value] = over[0];
    throw CHIP_OUT_AXONS({ place: `core ${core}`, chip: chip.name, limit, value });
  }
  return reported(graph, { chip, meter, cores }, found);
}

interface Assignment {
  readonly chip: ChipRecord;
  readonly meter: CoreMeter;
  readonly cores: readonly Slice[][];
}

/** Cores with few enough output axons, and the spikes between them. */
export interface CompletedCores {
  readonly cores: Slice[][];
  readonly found: Flows;
  /** A core of one neuron that has too many output axons nevertheless. */
  readonly refused?: { readonly core: number; readonly axons: number } | undefined;
}

/** Move neurons to further cores until none has too many output axons. */
export function completedCores(
  graph: NetworkGraph,
  { chip, meter, cores: given }: Assignment,
): CompletedCores {
  const limit = limitOf(chip, "out-axons");
  const cores = [...given];
  for (;;) {
    const parts = [...partsOf(cores), ...hostParts(graph, chip)];
    const found = findFlows(graph, parts);
    if (limit === undefined) return { cores, found };
    const over = overfull(outAxons(parts, found.flows, cores.length), limit);
    if (over.length === 0) return { cores, found };
    const single = over.find(([core]) => sizeOf(cores[core] ?? []) < 2);
    if (single !== undefined) {
      return { cores, found, refused: { core: single[0], axons: single[1] } };
    }
    relieve({ meter, cores }, { over, limit });
  }
}

interface Overfull {
  /** Cores with too many output axons, and how many they have. */
  readonly over: readonly (readonly [core: number, axons: number])[];
  readonly limit: number;
}

/** Least share of neurons that an overfull core gives away, so that few rounds are enough. */
const leastRelief = 0.02;

/**
 * Move neurons of cores with too many output axons to new cores.
 *
 * A core keeps as many as its limit allows if all have equally many output axons. The new cores make those of all neurons more
 * in turn, for which room is left.
 */
function relieve(
  { meter, cores }: { readonly meter: CoreMeter; readonly cores: Slice[][] },
  { over, limit }: Overfull,
): void {
  const sizes = new Map(over.map(([core]) => [core, sizeOf(cores[core] ?? [])]));
  const moving = over.reduce(
    (sum, [core, axons]) => sum + (sizes.get(core) ?? 0) * (1 - limit / axons),
    0,
  );
  const all = cores.reduce((sum, slices) => sum + sizeOf(slices), 0);
  const growth = 1 + moving / all;
  const groups: { slices: readonly Slice[]; axons: number }[] = [];
  for (const [core, axons] of over) {
    const size = sizes.get(core) ?? 0;
    const share = Math.min(limit / axons / growth, 1 - leastRelief);
    const kept = Math.max(1, Math.min(Math.floor(size * share), size - 1));
    const [own, rest] = divided(cores[core] ?? [], kept);
    cores[core] = own;
    for (let left = rest; sizeOf(left) > 0; ) {
      const [piece, after] = divided(left, kept);
      groups.push({ slices: piece, axons: (axons * growth * sizeOf(piece)) / size });
      left = after;
    }
  }
  let last: { slices: readonly Slice[]; axons: number } | undefined;
  const added: Slice[][] = [];
  for (const group of groups) {
    const joined = joinSlices([...(last?.slices ?? []), ...group.slices]);
    const axons = (last?.axons ?? 0) + group.axons;
    if (last !== undefined && axons <= limit && meter.exceeded(joined) < 0) {
      last = { slices: joined, axons };
      added[added.length - 1] = [...joined];
    } else {
      last = group;
      added.push([...group.slices]);
    }
  }
  cores.push(...added);
}

/** Sources outside the chip, each population as one part. */
function hostParts(graph: NetworkGraph, chip: ChipRecord): readonly Part[] {
  if (chip.inputs.on === "cores") return [];
  return graph.populations.flatMap(({ isInput, size }, population) =>
    isInput && size > 0 ? [{ population, from: 0, until: size, core: hostCore }] : [],
  );
}

function outAxons(parts: readonly Part[], flows: readonly Flow[], cores: number): Float64Array {
  const sums = new Float64Array(cores);
  for (const { part, axons } of flows) {
    const { core } = parts[part] as Part;
    if (core < 0) continue;
    (sums[core] as number) += axons.reduce((sum, one) => sum + one, 0);
  }
  return sums.map(Math.ceil);
}

function overfull(sums: Float64Array, limit: number): readonly (readonly [number, number])[] {
  return [...sums.entries()].filter(([, sum]) => sum > limit);
}

/** Divide the neurons of a core into the first `count` and the others. */
function divided(slices: readonly Slice[], count: number): [Slice[], Slice[]] {
  const first: Slice[] = [];
  const second: Slice[] = [];
  let left = count;
  for (const one of slices) {
    const taken = Math.min(left, one.until - one.from);
    if (taken > 0) first.push({ ...one, until: one.from + taken });
    if (one.from + taken < one.until) second.push({ ...one, from: one.from + taken });
    left -= taken;
  }
  return [first, second];
}

function sizeOf(slices: readonly Slice[]): number {
  return slices.reduce((sum, { from, until }) => sum + until - from, 0);
}

function checkFanOut(graph: NetworkGraph, chip: ChipRecord, widest: Flows["widest"]): void {
  const limit = limitOf(chip, "fan-out");
  if (limit === undefined || widest.cores <= limit) return;
  const { name } = graph.populations[widest.population] ?? { name: "" };
  const place = `population ${name}, neuron ${widest.neuron}`;
  throw CHIP_FAN_OUT({ place, chip: chip.name, limit, value: widest.cores });
}

/** Throw the error of the first limit that a core exceeds. */
export function checkCore(one: {
  readonly core: number | string;
  readonly slices: readonly Slice[];
  readonly meter: CoreMeter;
  readonly chip: ChipRecord;
}): void {
  const { core, slices, meter, chip } = one;
  const at = meter.exceeded(slices);
  const limit = meter.limits[at];
  if (limit === undefined) return;
  const value = meter.use(slices)[at] ?? 0;
  const place = typeof core === "number" ? `core ${core}` : core;
  throw limitErrors[limit.resource]({ place, chip: chip.name, limit: limit.value, value });
}

function checkParts(graph: NetworkGraph, parts: readonly Part[], placed: readonly number[]): void {
  const refuse = (place: string, expected: string, got: unknown): never => {
    const message = "These parts are not a partition of the network.";
    throw PARTITION({ place, message, expected, got: String(got) });
  };
  for (const [p, { core, population }] of parts.entries()) {
    const isCore = Number.isSafeInteger(core) && core >= 0;
    if (!isCore) refuse(`parts[${p}].core`, "the number of a core, from 0", core);
    if (!placed.includes(population)) {
      refuse(`parts[${p}].population`, "the index of a population on the chip", population);
    }
  }
  for (const population of placed) {
    const { name, size } = graph.populations[population] ?? { name: "", size: 0 };
    const own = parts
      .filter((one) => one.population === population)
      .toSorted((a, b) => a.from - b.from);
    let next = 0;
    for (const { from, until } of own) {
      if (from !== next || until <= from) {
        refuse(`population ${name}`, `a part from neuron ${next}`, `neurons ${from} to ${until}`);
      }
      next = until;
    }
    if (next !== size) refuse(`population ${name}`, `${size} neurons`, next);
  }
}

function reported(
  graph: NetworkGraph,
  { chip, meter, cores }: Assignment,
  { flows }: Flows,
): Partition {
  const parts = [...partsOf(cores), ...hostParts(graph, chip)];
  const axonLimit = chip.limits.find(({ resource }) => resource === "out-axons");
  const limits = axonLimit === undefined ? meter.limits : [...meter.limits, axonLimit];
  const axons = outAxons(parts, flows, cores.length);
  const shares = limits.map(() => ({ binds: 0, sum: 0, most: 0 }));
  for (const [core, slices] of cores.entries()) {
    const use = [...meter.use(slices), axons[core] ?? 0];
    const fractions = limits.map(({ value }, k) => (use[k] ?? 0) / value);
    const fullest = Math.max(...fractions);
    const binding = fractions.indexOf(fullest);
    for (const [k, share] of shares.entries()) {
      const fraction = fractions[k] ?? 0;
      share.sum += fraction;
      share.most = Math.max(share.most, fraction);
      if (k === binding) share.binds++;
    }
  }
  const use = limits.map((limit, k) => {
    const { binds, sum, most } = shares[k] ?? { binds: 0, sum: 0, most: 0 };
    const { resource } = limit;
    return { resource, limit, binds, mean: sum / Math.max(cores.length, 1), most };
  });
  return { chip, cores: cores.length, parts, flows, use, bound: lowerBound(graph, chip) };
}
