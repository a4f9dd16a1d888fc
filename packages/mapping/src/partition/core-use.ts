import { type ChipLimit, type ChipRecord, limitOf, type Resource } from "../chips/chip.ts";
import type { GraphProjection, NetworkGraph } from "../graph/network-graph.ts";
import type { Slice } from "./part.ts";
import { type StoredAxons, storedBits } from "./synapse-bits.ts";

/** Synapses of one projection onto the neurons of a core. */
export interface CoreInput {
  readonly projection: number;
  /** Distinct source neurons. */
  readonly sources: number;
  readonly synapses: number;
  readonly bits: number;
}

/** What a core holds. */
export interface CoreContents {
  readonly neurons: number;
  readonly populations: number;
  readonly longestDelay: number;
  /** Receptor types are not distinguished: two, as for excitation and inhibition. */
  readonly inputs: readonly CoreInput[];
}

/**
 * Neurons and synapses of a core, counted as far as its use of resources needs it.
 *
 * It changes with each neuron in a time that depends on the synapses of that neuron alone.
 */
export interface CoreTally {
  /** By population: neurons on the core. */
  readonly neurons: Map<number, number>;
  /** By projection with rows: number of sources with 1, 2, ... synapses onto the core. */
  readonly widths: Map<number, number[]>;
}

/** Measures the resources that neurons use on a core, without output axons. */
export interface CoreMeter {
  /** Limits of a core, in the order of the numbers of `use`. */
  readonly limits: readonly ChipLimit[];
  contents(slices: readonly Slice[]): CoreContents;
  /** Use of each limited resource. */
  use(slices: readonly Slice[]): Float64Array;
  /** Index of the first exceeded limit; -1 if the slices fit. */
  exceeded(slices: readonly Slice[]): number;
  /** Test whether a core that holds this stays within all limits. */
  holds(tally: CoreTally): boolean;
}

const formulas: {
  readonly [R in Resource]?: (contents: CoreContents, chip: ChipRecord) => number;
} = {
  neurons: ({ neurons }) => neurons,
  populations: ({ populations }) => populations,
  "in-axons": ({ inputs }) => inputs.reduce((sum, { sources }) => sum + Math.ceil(sources), 0),
  "synapse-bits": ({ inputs }) => inputs.reduce((sum, { bits }) => sum + bits, 0),
  "memory-bytes": ({ inputs }, { rows }) =>
    inputs.reduce(
      (sum, { sources, synapses }) =>
        sum +
        Math.ceil(sources) * (rows?.headerBytes ?? 0) +
        Math.ceil(synapses) * (rows?.synapseBytes ?? 0),
      0,
    ),
  // Two receptor types, and a power of two for neurons and delays, as sPyNNaker lays the buffer out.
  "ring-buffer": ({ neurons, longestDelay }) =>
    neurons === 0 ? 0 : 2 * powerFrom(Math.ceil(neurons)) * powerFrom(Math.max(16, longestDelay)),
};

/** Least power of two that is at least a number. */
function powerFrom(least: number): number {
  return 2 ** bitsFor(least);
}

/** Bits that number this many things. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** Create what measures cores of a chip that hold neurons of a network. */
export function coreMeter(graph: NetworkGraph, chip: ChipRecord): CoreMeter {
  const limits = chip.limits.filter(({ resource }) => resource in formulas);
  const incoming = graph.populations.map((_, p) =>
    [...graph.projections.keys()].filter((k) => graph.projections[k]?.to === p),
  );
  const tallyOf = tallyCounter(graph, incoming);
  const computed = limitOf(chip, "neurons") ?? 1;
  // A core that only sends spikes holds more neurons than one that computes them: counted in its units.
  const unit = chip.inputs.on === "cores" ? computed / chip.inputs.most : 1;
  const counted = (tally: CoreTally): CoreContents => {
    let neurons = 0;
    let longestDelay = 0;
    const inputs: CoreInput[] = [];
    for (const [population, size] of tally.neurons) {
      neurons += graph.populations[population]?.isInput ? size * unit : size;
      for (const k of incoming[population] ?? []) {
        longestDelay = Math.max(longestDelay, graph.projections[k]?.delay[1] ?? 0);
      }
    }
    for (const [population, targets] of tally.neurons) {
      for (const projection of incoming[population] ?? []) {
        const widths = tally.widths.get(projection) ?? [];
        inputs.push(inputOf(graph, chip, { projection, targets, neurons, widths }));
      }
    }
    return { neurons, populations: tally.neurons.size, longestDelay, inputs };
  };
  const contents = (slices: readonly Slice[]): CoreContents => counted(tallyOf(slices));
  const use = (slices: readonly Slice[]): Float64Array => {
    const held = contents(slices);
    return Float64Array.from(limits, ({ resource }) => formulas[resource]?.(held, chip) ?? 0);
  };
  const exceeds = (held: CoreContents): number =>
    limits.findIndex(({ resource, value }) => (formulas[resource]?.(held, chip) ?? 0) > value);
  return {
    limits,
    contents,
    use,
    exceeded: (slices) => exceeds(contents(slices)),
    holds: (tally) => exceeds(counted(tally)) < 0,
  };
}

/** Count the neurons of slices, and the synapses that each source has onto them. */
function tallyCounter(
  graph: NetworkGraph,
  incoming: readonly (readonly number[])[],
): (slices: readonly Slice[]) => CoreTally {
  const most = graph.populations.reduce((size, one) => Math.max(size, one.size), 0);
  // How many synapses each source has on the core being counted, and the sources with any.
  let counts = new Uint32Array(0);
  let touched = new Uint32Array(0);
  const widthsOf = (rows: (target: number) => Uint32Array, own: readonly Slice[]): number[] => {
    if (counts.length < most) [counts, touched] = [new Uint32Array(most), new Uint32Array(most)];
    let found = 0;
    for (const { from, until } of own) {
      for (let j = from; j < until; j++) {
        const row = rows(j);
        for (let k = 0; k < row.length; k++) {
          const source = row[k] as number;
          if ((counts[source] as number) === 0) touched[found++] = source;
          (counts[source] as number)++;
        }
      }
    }
    const widths: number[] = [];
    for (let s = 0; s < found; s++) {
      const source = touched[s] as number;
      shiftWidth(widths, 0, counts[source] as number);
      counts[source] = 0;
    }
    return widths;
  };
  return (slices) => {
    const neurons = new Map<number, number>();
    const widths = new Map<number, number[]>();
    for (const [population, own] of Map.groupBy(slices, (one) => one.population)) {
      neurons.set(
        population,
        own.reduce((sum, { from, until }) => sum + until - from, 0),
      );
      for (const k of incoming[population] ?? []) {
        const projection = graph.projections[k] as GraphProjection;
        if (hasRows(projection)) widths.set(k, widthsOf(rowsOf(projection), own));
      }
    }
    return { neurons, widths };
  };
}

/** Count a source with `after` synapses instead of `before`; sources without any are not counted. */
export function shiftWidth(widths: number[], before: number, after: number): void {
  while (widths.length < after) widths.push(0);
  if (before > 0) (widths[before - 1] as number)--;
  if (after > 0) (widths[after - 1] as number)++;
}

/** Test whether the synapses of a projection are listed by target. */
export function hasRows({ pattern: { kind } }: GraphProjection): boolean {
  return kind === "rows" || kind === "computed";
}

interface InputCount {
  readonly projection: number;
  /** Neurons of its target population on the core. */
  readonly targets: number;
  /** Neurons of the core. */
  readonly neurons: number;
  readonly widths: readonly number[];
}

function inputOf(
  graph: NetworkGraph,
  { synapses: format }: ChipRecord,
  { projection: k, targets, neurons, widths }: InputCount,
): CoreInput {
  const { pattern, from, delay } = graph.projections[k] as GraphProjection;
  const size = graph.populations[from]?.size ?? 0;
  const bitsOf = (axons: StoredAxons): number => storedBits(axons, { format, delay, neurons });
  const given = (sources: number, synapses: number, isDense: boolean): CoreInput => {
    const perAxon = sources === 0 ? 0 : Math.ceil(synapses / sources);
    const bits = bitsOf({ axons: Math.ceil(sources), perAxon, isDense });
    return { projection: k, sources, synapses, bits };
  };
  switch (pattern.kind) {
    case "all":
      return given(size, size * targets, true);
    case "one":
      return given(targets, targets, true);
    case "random": {
      const synapses = size * targets * pattern.chance;
      return given(size * reachedShare(pattern.chance, targets), synapses, false);
    }
    default: {
      let [sources, synapses, bits] = [0, 0, 0];
      for (let at = 0; at < widths.length; at++) {
        const axons = widths[at] as number;
        if (axons === 0) continue;
        const perAxon = at + 1;
        sources += axons;
        synapses += axons * perAxon;
        bits += bitsOf({ axons, perAxon, isDense: perAxon === targets });
      }
      return { projection: k, sources, synapses, bits };
    }
  }
}

/** Share of sources with at least one of `targets` synapses of this probability; the same on every machine. */
export function reachedShare(chance: number, targets: number): number {
  let missed = 1;
  let factor = 1 - chance;
  for (let left = targets; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) missed *= factor;
    factor *= factor;
  }
  return 1 - missed;
}

/** Read the rows of a projection by target; empty if its pattern has none. */
export function rowsOf({ pattern }: GraphProjection): (target: number) => Uint32Array {
  if (pattern.kind === "computed") return (target) => pattern.row(target);
  if (pattern.kind !== "rows") return () => new Uint32Array(0);
  const { offsets, sources } = pattern;
  return (j) => sources.subarray(offsets[j] as number, offsets[j + 1] as number);
}
