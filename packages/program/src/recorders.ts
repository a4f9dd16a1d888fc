import type { ConventionRecord, NetworkRecord, RecordingSink } from "@spikeloom/kernel";
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
      got: record.population,
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

/** Spikes of a population in a step: its ascending neurons, once for each spike. */
export interface StepSpikes {
  readonly population: string;
  readonly step: number;
  readonly neurons: readonly number[];
}

interface Recorders {
  readonly recorders: readonly RecorderProgram[];
}

/** Pass the spikes of a step to the recorders that chose their neurons. */
export function recordSpikes(
  { recorders, convention }: Recorders & { readonly convention: ConventionRecord },
  sink: RecordingSink,
  { population, step, neurons: spikes }: StepSpikes,
): void {
  const stamp = step + (convention.spikeStamp === "end" ? 1 : 0);
  for (const { index, chosen, from, until, ...one } of recorders) {
    if (!one.spikes || one.population !== population || stamp < from || stamp >= until) continue;
    const neurons = Uint32Array.from(spikes.filter((neuron) => chosen.index(neuron) >= 0));
    const steps = new Int32Array(neurons.length).fill(stamp);
    if (neurons.length > 0) sink.spikes({ recorder: index, steps, neurons });
  }
}

/**
 * Pass the variables that are due at a stamp to their recorders.
 *
 * `read` returns the values of a population.
 */
export function recordSamples(
  { recorders }: Recorders,
  sink: RecordingSink,
  {
    stamp,
    read,
  }: {
    readonly stamp: number;
    readonly read: (population: string, variable: string) => Float64Array | undefined;
  },
): void {
  for (const one of recorders.filter((recorder) => isDue(recorder, stamp))) {
    for (const variable of one.variables) {
      const all = read(one.population, variable);
      const values = Float64Array.from({ length: one.chosen.size }, (_, k) => {
        return all?.[one.chosen.neuron(k)] ?? Number.NaN;
      });
      sink.samples({ recorder: one.index, variable, steps: Int32Array.of(stamp), values });
    }
  }
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
