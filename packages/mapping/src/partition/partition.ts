import { type ChipLimit, type ChipRecord, limitOf, type Resource } from "../chips/chip.ts";
import { CHIP_FAN_OUT, CHIP_OUT_AXONS, PARTITION } from "../errors.ts";
import { checkGraph, type NetworkGraph } from "../graph/network-graph.ts";
import { checkNeurons } from "./check-neurons.ts";
import { type CoreMeter, coreMeter } from "./core-use.ts";
import { type Flow, type Flows, findFlows, hostCore } from "./flows.ts";
import { limitErrors } from "./limit-errors.ts";
import { lowerBound } from "./lower-bound.ts";
import { type Part, partsOf, type Slice } from "./part.ts";

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

/** Neurons that a chip computes or sends from cores, by population. */
export function placedPopulations(graph: NetworkGraph, chip: ChipRecord): readonly number[] {
  const isPlaced = ({ isInput }: { isInput: boolean }): boolean =>
    !isInput || chip.inputs.on === "cores";
  return [...graph.populations.keys()].filter((p) => {
    const one = graph.populations[p];
    return one !== undefined && one.size > 0 && isPlaced(one);
  });
}

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
  return completed(graph, { chip, meter, cores });
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
  readonly cores: Slice[][];
}

function completed(graph: NetworkGraph, { chip, meter, cores }: Assignment): Partition {
  const limit = limitOf(chip, "out-axons");
  for (;;) {
    const parts = [...partsOf(cores), ...hostParts(graph, chip)];
    const found = findFlows(graph, parts);
    checkFanOut(graph, chip, found.widest);
    const axons = outAxons(parts, found.flows, cores.length);
    const over = limit === undefined ? [] : overfull(axons, limit);
    if (over.length === 0) return reported(graph, { chip, meter, cores }, found);
    for (const [core, value] of over) {
      const halves = halved(cores[core] ?? []);
      if (halves === undefined) {
        throw CHIP_OUT_AXONS({ place: `core ${core}`, chip: chip.name, limit: limit ?? 0, value });
      }
      cores[core] = halves[0];
      cores.push(halves[1]);
    }
  }
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

/** Divide the neurons of a core into two halves; undefined for a single neuron. */
function halved(slices: readonly Slice[]): [Slice[], Slice[]] | undefined {
  const total = slices.reduce((sum, { from, until }) => sum + until - from, 0);
  if (total < 2) return undefined;
  const first: Slice[] = [];
  const second: Slice[] = [];
  let left = Math.ceil(total / 2);
  for (const one of slices) {
    const taken = Math.min(left, one.until - one.from);
    if (taken > 0) first.push({ ...one, until: one.from + taken });
    if (one.from + taken < one.until) second.push({ ...one, from: one.from + taken });
    left -= taken;
  }
  return [first, second];
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
