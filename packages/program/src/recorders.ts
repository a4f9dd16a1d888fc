import type { NetworkRecord } from "@spikeloom/kernel";
import { type Chosen, chooseNeurons, readTime } from "@spikeloom/network";
import { NOT_RECORDED } from "./errors.ts";

/** A recorder of the network, in steps and internal numbers. */
export interface RecorderProgram {
  readonly index: number;
  readonly population: string;
  readonly chosen: Chosen;
  readonly spikes: boolean;
  /** Sampled variables. */
  readonly variables: readonly string[];
  /** Stamps from `from` up to, but excluding, `until`; samples are taken at multiples of `every`. */
  readonly from: number;
  readonly until: number;
  readonly every: number;
  readonly place: string;
}

/** Resolve all recorders. */
export function readRecorders(
  network: NetworkRecord,
  known: KnownPopulations,
): readonly RecorderProgram[] {
  return (network.record ?? []).map((record, index) => readRecorder(known, record, index));
}

interface KnownPopulations {
  readonly populations: ReadonlyMap<string, { readonly size: number }>;
  readonly dt: number;
}

function readRecorder(
  { populations, dt }: KnownPopulations,
  record: NonNullable<NetworkRecord["record"]>[number],
  index: number,
): RecorderProgram {
  const place = `record[${index}]`;
  const population = populations.get(record.population);
  if (population === undefined) {
    throw NOT_RECORDED({
      place: `${place}.population`,
      message: `There is no population "${record.population}".`,
      expected: [...populations.keys()].join(", "),
    });
  }
  const steps = (text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : Math.floor(readTime(text, place) / dt + 0.5);
  return {
    index,
    population: record.population,
    chosen: chooseNeurons(record.neurons, population.size, `${place}.neurons`),
    spikes: record.variables.includes("spikes"),
    variables: record.variables.filter((variable) => variable !== "spikes"),
    from: steps(record.from, 0),
    until: steps(record.until, Number.POSITIVE_INFINITY),
    every: Math.max(1, steps(record.every, 1)),
    place,
  };
}

/** Test whether a recorder samples at a stamp. */
export function isDue({ from, until, every }: RecorderProgram, stamp: number): boolean {
  return stamp >= from && stamp < until && stamp % every === 0;
}

/** A recorder of a projection's synapses. Times are in ms. */
export interface SynapseRecorderProgram {
  readonly projection: string;
  readonly variables: readonly string[];
  /** Interval between snapshots; only one at the start and one at the end if undefined. */
  readonly every: number | undefined;
  readonly from: number;
  readonly until: number;
  /** Whether to omit snapshots equal to the previous one. */
  readonly onChange: boolean;
}

/** Resolve all recorders of synapses. */
export function readSynapseRecorders(network: NetworkRecord): readonly SynapseRecorderProgram[] {
  return (network.recordSynapses ?? []).map((record, index) => {
    const place = `recordSynapses[${index}]`;
    const { projection, variables = ["weight"], onChange = false } = record;
    const time = (name: "every" | "from" | "until"): number | undefined =>
      record[name] === undefined ? undefined : readTime(record[name], `${place}.${name}`);
    return {
      projection,
      variables,
      every: time("every"),
      from: time("from") ?? 0,
      until: time("until") ?? Number.POSITIVE_INFINITY,
      onChange,
    };
  });
}
