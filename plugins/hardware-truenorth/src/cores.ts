import { SpikeLoomError } from "@spikeloom/kernel";
import {
  type ChipRecord,
  type GraphProjection,
  hypergraphPartition,
  type NetworkGraph,
  type Part,
  type Partition,
  partitionFrom,
  sequentialPartition,
  trueNorth,
} from "@spikeloom/mapping";
import { type Crossbar, type Kind, type Numbering, placeOf } from "./crossbar.ts";
import { TRUENORTH_FAN_OUT } from "./errors.ts";

/** Size of the cores of a chip. */
export interface CoreSize {
  readonly axons: number;
  readonly neurons: number;
}

/** Resources of a chip with cores of a size. */
function chipOf({ axons, neurons }: CoreSize): ChipRecord {
  const values = new Map([
    ["neurons", neurons],
    ["in-axons", axons],
    ["fan-in", axons],
  ]);
  const limits = trueNorth.limits.map((limit) => ({
    ...limit,
    value: values.get(limit.resource) ?? limit.value,
  }));
  return { ...trueNorth, limits };
}

function withoutFanOut(chip: ChipRecord): ChipRecord {
  return { ...chip, limits: chip.limits.filter(({ resource }) => resource !== "fan-out") };
}

/** Axon of a core that spikes of a neuron are sent to. */
export interface Destination {
  readonly core: number;
  /** Crossbar whose synapses the axon serves, and its source there. */
  readonly crossbar: number;
  readonly source: number;
  /** In ticks. */
  readonly delay: number;
}

/** Neurons that relay the spikes of one neuron to several axons. */
export interface Splitter {
  readonly neuron: number;
  /** First of its relays; the others follow, one for each destination. */
  readonly first: number;
  readonly destinations: readonly Destination[];
}

/** A network on cores. */
export interface MappedCores {
  readonly numbering: Numbering;
  readonly crossbars: readonly Crossbar[];
  /** Populations are neurons, inputs, axons and, if there are any, relays. */
  readonly graph: NetworkGraph;
  readonly partition: Partition;
  /** Destinations of each neuron: at most one, or those of its splitter. */
  readonly destinations: readonly (readonly Destination[])[];
  readonly splitters: readonly Splitter[];
}

/** Populations of the graph, by number; relays follow them. */
const kinds: readonly Kind[] = ["neurons", "inputs", "axons"];
export const neurons = 0;
const relays = 3;

/**
 * Assign the neurons of a network to cores, and relay spikes that have several axons as their destination.
 *
 * A splitter is an axon and one relaying neuron for each destination; it takes one tick of the delay, so that spikes arrive as
 * without it. Populations share no core unless that saves splitters or fits where cores of one population do not.
 */
export function mapCores(
  numbering: Numbering,
  crossbars: readonly Crossbar[],
  size: CoreSize,
): MappedCores {
  const graph: NetworkGraph = {
    populations: kinds.map((kind) => {
      return { name: kind, size: numbering[kind].count, rate: 1, isInput: kind !== "neurons" };
    }),
    projections: crossbars.flatMap((one) => (one.type === undefined ? [] : [projectionOf(one)])),
  };
  const anyFanOut = withoutFanOut(chipOf(size));
  const ways: readonly (() => Partition)[] = [
    () => partitionFrom(graph, anyFanOut, populationParts(numbering, size)),
    () => sequentialPartition(graph, anyFanOut),
    () => hypergraphPartition(graph, anyFanOut),
  ];
  let best: MappedCores | undefined;
  let fault: SpikeLoomError | undefined;
  for (const way of ways) {
    try {
      const found = assigned(way(), { graph, crossbars, numbering, size });
      if (found.splitters.length === 0) return found;
      if (best === undefined || found.partition.cores < best.partition.cores) best = found;
    } catch (thrown) {
      if (!(thrown instanceof SpikeLoomError)) throw thrown;
      fault ??= placed(thrown, numbering);
    }
  }
  if (best === undefined) throw fault;
  return best;
}

/** Name the neuron of the network that an error of the partition is about. */
function placed(fault: SpikeLoomError, { neurons: members }: Numbering): SpikeLoomError {
  const neuron = /^population neurons, neuron (\d+)$/.exec(fault.place ?? "")?.[1];
  if (neuron === undefined) return fault;
  const { code, summary: message, expected, got, next } = fault;
  const place = placeOf(members, Number(neuron));
  return new SpikeLoomError(code, { message, place, expected, got, next });
}

/** Divide each population evenly over as few cores as hold its neurons. */
function populationParts(
  { neurons: { count, first } }: Numbering,
  size: CoreSize,
): readonly Part[] {
  const ends = [...first.values(), count];
  const parts: Part[] = [];
  for (const [p, least] of ends.slice(0, -1).entries()) {
    const own = (ends[p + 1] as number) - least;
    const cores = Math.ceil(own / size.neurons);
    for (let k = 0; k < cores; k++) {
      const [from, until] = [k, k + 1].map((at) => least + Math.round((at * own) / cores));
      parts.push({
        population: neurons,
        core: parts.length,
        from: from as number,
        until: until as number,
      });
    }
  }
  return parts;
}

function projectionOf(
  { from, type, delay, offsets, sources }: Crossbar,
  source = kinds.indexOf(from),
): GraphProjection {
  return {
    name: `axons of type ${type}, ${delay} ticks`,
    from: source,
    to: neurons,
    pattern: { kind: "rows", offsets, sources },
    delay: [delay, delay],
  };
}

interface Assignment {
  readonly graph: NetworkGraph;
  readonly crossbars: readonly Crossbar[];
  readonly numbering: Numbering;
  readonly size: CoreSize;
}

/** Add splitters to a partition, and check the whole against the limits of the chip. */
function assigned(
  { parts: all, cores }: Partition,
  { graph, crossbars, numbering, size }: Assignment,
): MappedCores {
  const parts = all.filter(({ core }) => core >= 0);
  const destinations = findDestinations(numbering, crossbars, parts);
  const splitters = splittersOf(destinations, numbering, size);
  const isSplit = splitters.length > 0;
  const expanded = isSplit ? withSplitters(graph, splitters, { crossbars, parts }) : graph;
  const added = splitterParts(splitters, cores, size);
  const final = [...parts, ...added];
  const partition = partitionFrom(expanded, withoutFanOut(chipOf(size)), final);
  // Sources outside of the chip may reach any number of cores.
  const onChip = expanded.projections.filter(({ from }) => kinds[from] !== "inputs");
  partitionFrom({ ...expanded, projections: onChip }, chipOf(size), final);
  return { numbering, crossbars, graph: expanded, partition, destinations, splitters };
}

/** List the axons that each neuron sends its spikes to. */
function findDestinations(
  numbering: Numbering,
  crossbars: readonly Crossbar[],
  parts: readonly Part[],
): readonly (readonly Destination[])[] {
  const listsOf = (kind: Kind): Destination[][] =>
    Array.from({ length: numbering[kind].count }, () => []);
  const lists = { neurons: listsOf("neurons"), axons: listsOf("axons") };
  // A core may hold several parts.
  const byCore = Map.groupBy(parts, ({ core }) => core);
  for (const [crossbar, { from, type, delay, offsets, sources }] of crossbars.entries()) {
    if (type === undefined || from === "inputs") continue;
    for (const [core, slices] of byCore) {
      const reached = new Set<number>();
      for (const { from: least, until } of slices) {
        for (let k = offsets[least] as number; k < (offsets[until] as number); k++) {
          reached.add(sources[k] as number);
        }
      }
      for (const source of reached) lists[from][source]?.push({ core, crossbar, source, delay });
    }
  }
  for (const { from, type, delay, offsets, sources } of crossbars) {
    if (type !== undefined || from !== "neurons") continue;
    for (const [axon, destinations] of lists.axons.entries()) {
      for (let k = offsets[axon] as number; k < (offsets[axon + 1] as number); k++) {
        const own = lists.neurons[sources[k] as number];
        own?.push(...destinations.map((one) => ({ ...one, delay })));
      }
    }
  }
  return lists.neurons;
}

function splittersOf(
  destinations: readonly (readonly Destination[])[],
  numbering: Numbering,
  size: CoreSize,
): readonly Splitter[] {
  const splitters: Splitter[] = [];
  let first = 0;
  for (const [neuron, own] of destinations.entries()) {
    if (own.length < 2) continue;
    const place = placeOf(numbering.neurons, neuron);
    const urgent = own.find(({ delay }) => delay < 2);
    if (urgent !== undefined) {
      throw TRUENORTH_FAN_OUT({
        place,
        message: "A neuron sends its spikes to one axon, and a splitter takes a tick.",
        expected: "one axon, or delays of at least 2 ticks, written as a delay of 1 tick",
        got: `${own.length} axons, one of them after 1 tick on core ${urgent.core}`,
        next: "Increase the delays of its synapses, or use a copy of the neuron for each core.",
      });
    }
    if (own.length > size.neurons) {
      throw TRUENORTH_FAN_OUT({
        place,
        message: "A splitter is part of one core.",
        expected: `at most ${size.neurons} axons`,
        got: `${own.length} axons`,
        next: "Reduce the number of cores, types of axons and delays that the neuron reaches.",
      });
    }
    splitters.push({ neuron, first, destinations: own });
    first += own.length;
  }
  return splitters;
}

/** Add a population of relays to a graph, between neurons and the cores that they reach. */
function withSplitters(
  graph: NetworkGraph,
  splitters: readonly Splitter[],
  {
    crossbars,
    parts,
  }: { readonly crossbars: readonly Crossbar[]; readonly parts: readonly Part[] },
): NetworkGraph {
  const size = splitters.reduce((sum, one) => sum + one.destinations.length, 0);
  // Relays of each source of a crossbar, by core.
  const relaysOf = crossbars.map(() => new Map<number, Map<number, number>>());
  for (const { first, destinations } of splitters) {
    for (const [k, { core, crossbar, source }] of destinations.entries()) {
      const own = relaysOf[crossbar]?.get(source) ?? new Map<number, number>();
      relaysOf[crossbar]?.set(source, own.set(core, first + k));
    }
  }
  const kept = crossbars.flatMap((crossbar, c): GraphProjection[] => {
    const { from, type, delay } = crossbar;
    const own = relaysOf[c];
    if (type === undefined) return [];
    // An axon that several neurons reach stays as it is: a relay is one of these neurons.
    if (from !== "neurons" || own === undefined || own.size === 0) return [projectionOf(crossbar)];
    const [direct, relayed] = dividedRows(crossbar, parts, own);
    return [
      projectionOf({ ...crossbar, ...direct }),
      projectionOf({ ...crossbar, ...relayed, delay: delay - 1 }, relays),
    ];
  });
  const intoRelays: GraphProjection = {
    name: "axons of splitters",
    from: neurons,
    to: relays,
    pattern: {
      kind: "rows",
      offsets: Float64Array.from({ length: size + 1 }, (_, relay) => relay),
      sources: Uint32Array.from(
        splitters.flatMap(({ neuron, destinations }) => destinations.map(() => neuron)),
      ),
    },
    delay: [1, 1],
  };
  return {
    populations: [...graph.populations, { name: "splitters", size, rate: 1, isInput: false }],
    projections: [...kept, intoRelays],
  };
}

type Rows = Pick<Crossbar, "offsets" | "sources">;

/** Divide the rows of a crossbar into those of neurons and those of their relays. */
function dividedRows(
  { offsets, sources }: Crossbar,
  parts: readonly Part[],
  relaysOf: ReadonlyMap<number, ReadonlyMap<number, number>>,
): readonly [direct: Rows, relayed: Rows] {
  const lists: [number[], number[]] = [[], []];
  const ends = [new Float64Array(offsets.length), new Float64Array(offsets.length)] as const;
  for (const { core, from, until } of parts.toSorted((a, b) => a.from - b.from)) {
    for (let j = from; j < until; j++) {
      for (let k = offsets[j] as number; k < (offsets[j + 1] as number); k++) {
        const source = sources[k] as number;
        const relay = relaysOf.get(source)?.get(core);
        if (relay === undefined) lists[0].push(source);
        else lists[1].push(relay);
      }
      ends[0][j + 1] = lists[0].length;
      ends[1][j + 1] = lists[1].length;
    }
  }
  return [
    { offsets: ends[0], sources: Uint32Array.from(lists[0]) },
    { offsets: ends[1], sources: Uint32Array.from(lists[1]) },
  ];
}

/** Put splitters on cores of their own, several on each. */
function splitterParts(
  splitters: readonly Splitter[],
  firstCore: number,
  size: CoreSize,
): readonly Part[] {
  const parts: Part[] = [];
  let axons = 0;
  for (const { first, destinations } of splitters) {
    const until = first + destinations.length;
    const last = parts.at(-1);
    if (last === undefined || until - last.from > size.neurons || axons === size.axons) {
      parts.push({ population: relays, core: firstCore + parts.length, from: first, until });
      axons = 1;
    } else {
      parts[parts.length - 1] = { ...last, until };
      axons++;
    }
  }
  return parts;
}

/** Describe the cores of a network, what fills them, and its splitters. */
export function coreNotes({ partition, splitters }: MappedCores): readonly string[] {
  const { routers } = partition.chip;
  const chips = Math.ceil(partition.cores / (routers.columns * routers.rows * routers.cores));
  const [fullest] = partition.use.toSorted((a, b) => b.most - a.most);
  const relaying = splitters.reduce((sum, one) => sum + one.destinations.length, 0);
  return [
    `cores: ${partition.cores}, chips: ${chips}`,
    ...(fullest === undefined ? [] : [`fullest: ${useOf(fullest)}`]),
    splitters.length === 0
      ? "splitters: none"
      : `splitters: ${splitters.length}, with ${relaying} neurons`,
  ];
}

function useOf({ most, limit: { value, about } }: Partition["use"][number]): string {
  return `${Math.round(most * value)} of ${value} ${about}`;
}
