import { hostFunctions } from "@spikeloom/equations/functions";
import { defineNeuron, type RecordingSink, type SpikeChunk } from "@spikeloom/kernel";
import { chooseNeurons, drawnRows } from "@spikeloom/network";
import {
  type NetworkProgram,
  neuronForm,
  openProjections,
  type PopulationProgram,
  type ProjectionProgram,
  type RecorderProgram,
} from "@spikeloom/program";
import { replaceNeurons, weightConversion } from "@spikeloom/program/derive";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import type { ChipSearch } from "@spikeloom/simulate";
import type { Calibration, CalibrationLoss } from "./calibration-note.ts";
import { chipReceptor, cubaModel } from "./cuba.ts";
import type { LoihiDialect } from "./dialects.ts";
import {
  type Discretisation,
  discretePopulation,
  type PhysicalPopulation,
  usualDiscretisation,
} from "./discretised.ts";
import { chipConvention, physicalPopulations } from "./emulated.ts";

/** Neurons of a population, and their synapses, in all candidates of a round at most. */
const mostNeurons = 128;
const mostSynapses = 400_000;
/** Candidates of a round, besides the best one so far. */
const perRound = 15;
/** Time constant of the kernel of spike-train distances, in ms. */
const kernel = 10;

/** Network to calibrate, and what runs it. */
export interface CalibrationRequest extends ChipSearch {
  readonly program: NetworkProgram;
  readonly dialect: LoihiDialect;
  readonly steps: number;
}

/**
 * Search the scale, the clipping of weights, the decays and the thresholds of each population.
 *
 * The network first runs in floating point. Then each population runs on the chip with the spikes that its sources sent there, with many
 * candidates at once: copies of its neurons whose integers differ. The search looks for the least loss of one half of the
 * neurons; its result is kept if it also lowers the loss of the other half. Candidates are drawn by the network's seed.
 */
export async function calibrate(request: CalibrationRequest): Promise<readonly Calibration[]> {
  const { program, steps, job } = request;
  const physical = physicalPopulations(program, job.stack);
  if (physical.length === 0) return [];
  const samples = physical.map((one) => sampleOf(one, request));
  const wanted = new Map(samples.map((one) => [one.population.name, one]));
  const recorders = [...program.populations.values()].map(({ name, size }, index) => {
    const own = wanted.get(name);
    return recorderOf({ name, size }, { index, variables: own ? [own.variable] : [] });
  });
  const exact = await recorded({ ...program, recorders, synapseRecorders: [] }, request, steps);
  const order = [...program.populations.keys()];
  const trains = new Map(order.map((name, index) => [name, exact.spikes(index)]));
  const found: Calibration[] = [];
  for (const [k, sample] of samples.entries()) {
    const { name, size } = sample.population;
    const potentials = exact.samples(order.indexOf(name));
    const teacher: Teacher = {
      trains,
      spikes: trainsOf(trains.get(name) as Recorded, size, program.dt),
      potentials: sample.neurons.map((neuron) => column(potentials, neuron, size)),
    };
    const random = stream(streamKey(program.seed, "loihi/calibration", program.trial), k);
    found.push(await searched(sample, teacher, { request, random }));
  }
  return found;
}

/** Some neurons of a population, and their synapses. */
interface Sample {
  readonly physical: PhysicalPopulation;
  readonly population: PopulationProgram;
  readonly variable: string;
  readonly neurons: readonly number[];
  readonly projections: readonly SampledProjection[];
}

interface SampledProjection {
  readonly projection: ProjectionProgram;
  readonly sources: readonly number[];
  /** As indices of the sample. */
  readonly targets: readonly number[];
  readonly weights: readonly number[];
  /** In ms. */
  readonly delays: readonly number[];
}

/** Choose neurons at regular distances, as few as their synapses require. */
function sampleOf(
  physical: PhysicalPopulation,
  { program, job: { stack } }: CalibrationRequest,
): Sample {
  const { name, arrivals, membrane } = physical;
  const population = program.populations.get(name) as PopulationProgram;
  const { size } = population;
  const synapses = arrivals.reduce((sum, { load }) => sum + (load.rows?.targets.length ?? 0), 0);
  const fewest = Math.min(size, 8);
  const allowed = Math.floor(mostSynapses / (1 + perRound) / Math.max(1, synapses / size));
  const count = Math.min(size, mostNeurons, Math.max(fewest, allowed));
  const neurons = Array.from({ length: count }, (_, k) => Math.floor((k * size) / count));
  const index = new Map(neurons.map((neuron, k) => [neuron, k]));
  const own = program.projections.filter(({ to }) => to === name);
  const opened = openProjections({ ...program, projections: own }, { stack });
  const projections = opened.map((one, k): SampledProjection => {
    const kept = {
      sources: [] as number[],
      targets: [] as number[],
      weights: [] as number[],
      delays: [] as number[],
    };
    for (const row of drawnRows(one, [one.weight, one.delay])) {
      const [weights, delays] = row.values as readonly [Float64Array, Float64Array];
      for (const [at, weight] of weights.entries()) {
        const target = index.get(row.target(at));
        if (target === undefined) continue;
        kept.sources.push(row.source(at));
        kept.targets.push(target);
        kept.weights.push(weight);
        kept.delays.push(delays[at] as number);
      }
    }
    return { projection: own[k] as ProjectionProgram, ...kept };
  });
  return { physical, population, variable: membrane.variable, neurons, projections };
}

/** A population in floating point. */
interface Teacher {
  /** Spikes of all populations. */
  readonly trains: ReadonlyMap<string, Recorded>;
  /** Of each neuron, in ms. */
  readonly spikes: readonly Float64Array[];
  /** Of each neuron of the sample. */
  readonly potentials: readonly Float64Array[];
}

/** Losses of a candidate: of the neurons that the search uses, and of the others. */
interface Losses {
  readonly search: CalibrationLoss;
  readonly other: CalibrationLoss;
}

interface Searched {
  readonly request: CalibrationRequest;
  readonly random: Stream;
}

async function searched(
  sample: Sample,
  teacher: Teacher,
  { request, random }: Searched,
): Promise<Calibration> {
  const projections = sample.projections.map(({ projection: { name } }) => name);
  let best = usualDiscretisation;
  let [tried, least] = [0, Number.POSITIVE_INFINITY];
  let before: Losses | undefined;
  let after: Losses | undefined;
  for (const propose of [scales, clips, decays, near]) {
    const candidates = [best, ...propose(best, { projections, random })].slice(0, 1 + perRound);
    const losses = await lossesOf(candidates, sample, { teacher, request });
    before ??= losses[0] as Losses;
    for (const [k, one] of losses.entries()) {
      const loss = total(one.search);
      if (!(loss < least)) continue;
      [least, best, after] = [loss, candidates[k] as Discretisation, one];
    }
    tried += candidates.length - 1;
  }
  const usual = before as Losses;
  const chosen = after as Losses;
  const isBetter = total(chosen.other) < total(usual.other);
  return {
    population: sample.population.name,
    chosen: isBetter ? best : usualDiscretisation,
    before: usual.other,
    after: isBetter ? chosen.other : usual.other,
    tried: tried + 1,
    steps: request.steps,
  };
}

function total({ spikes, potential }: CalibrationLoss): number {
  return spikes + potential;
}

interface Proposed {
  readonly projections: readonly string[];
  readonly random: Stream;
}

type Propose = (best: Discretisation, proposed: Proposed) => readonly Discretisation[];

/** Scales below the largest: weights, thresholds and biases are rounded differently on each. */
const scales: Propose = (best, { random }) =>
  Array.from({ length: perRound }, () => ({ ...best, scale: 1 - 0.5 * random.uniform() }));

/** Clipped weights: the others get a finer unit. */
const clips: Propose = (best, { projections }) => {
  const shares = [0.9, 0.8, 0.65, 0.5, 0.35];
  return projections.flatMap((name) =>
    shares.map((share) => ({ ...best, clips: new Map([...best.clips, [name, share]]) })),
  );
};

/** Neighbouring decays, whose rounding outweighs that of weights in short steps, and thresholds. */
const decays: Propose = (best) => {
  const all = [-1, 0, 1].flatMap((du) => [-1, 0, 1].map((dv) => ({ ...best, du, dv })));
  const others = all.filter(({ du, dv }) => du !== 0 || dv !== 0);
  const raised = [-3, -2, -1, 1, 2, 3].map((threshold) => ({ ...best, threshold }));
  return [...others, ...raised];
};

/** Random changes of all of them. */
const near: Propose = (best, { random }) =>
  Array.from({ length: perRound }, () => {
    const scale = Math.min(1, best.scale * (1 + 0.07 * (random.uniform() - 0.5)));
    const threshold = best.threshold + Math.floor(3 * random.uniform()) - 1;
    return { ...best, scale, threshold };
  });

/** Run candidates side by side: each is a copy of the sampled neurons. */
async function lossesOf(
  candidates: readonly Discretisation[],
  sample: Sample,
  { teacher, request }: { readonly teacher: Teacher; readonly request: CalibrationRequest },
): Promise<readonly Losses[]> {
  const { physical, population, neurons, variable } = sample;
  const { program, dialect, steps } = request;
  const size = neurons.length * candidates.length;
  const discrete = candidates.map((one) => discretePopulation(physical, one));
  const columns = (kind: "parameters" | "initial") => {
    const [first] = discrete;
    return new Map(
      [...(first?.[kind] ?? [])].map(([name, { dimension }]) => {
        const value = Float64Array.from({ length: size }, (_, k) => {
          const own = discrete[Math.floor(k / neurons.length)]?.[kind].get(name)?.value ?? 0;
          return typeof own === "number" ? own : (own[neurons[k % neurons.length] ?? 0] as number);
        });
        return [name, { dimension, value }] as const;
      }),
    );
  };
  const name = `${population.name}, candidates`;
  const copies: PopulationProgram = { ...population, name, size, positions: undefined };
  const feeds = {
    inputs: new Set<string>(),
    receptors: new Set<string>(),
    observed: new Set<string>(),
  };
  const senders = new Set(sample.projections.map(({ projection }) => projection.from));
  const sources = [...senders].map((from): PopulationProgram => {
    const own = program.populations.get(from) as PopulationProgram;
    const times = trainsOf(teacher.trains.get(from) as Recorded, own.size, program.dt);
    const none = { parameters: new Map(), initial: new Map(), feeds, form: sender };
    return {
      ...own,
      ...none,
      positions: undefined,
      scheme: undefined,
      source: { kind: "times", times },
    };
  });
  let first = 0;
  const populations = new Map(
    [...sources, copies].map((one) => {
      const numbered = { ...one, first };
      first += one.size;
      return [one.name, numbered] as const;
    }),
  );
  const projections = sample.projections.map((one): ProjectionProgram => {
    const { projection, sources: from, targets, weights, delays } = one;
    const pairs = new Uint32Array(2 * from.length * candidates.length);
    const [all, times] = [new Float64Array(pairs.length / 2), new Float64Array(pairs.length / 2)];
    let at = 0;
    for (const [c, { weights: conversions }] of discrete.entries()) {
      const convert = weightConversion(conversions.get(projection.name) ?? identity);
      for (const [k, weight] of weights.entries()) {
        pairs[2 * at] = from[k] as number;
        pairs[2 * at + 1] = (targets[k] as number) + c * neurons.length;
        all[at] = convert(weight);
        times[at++] = delays[k] as number;
      }
    }
    return {
      ...projection,
      to: name,
      fromNeurons: undefined,
      toNeurons: undefined,
      connector: { kind: "pairs", pairs },
      by: undefined,
      procedural: false,
      converted: undefined,
      rounded: undefined,
      weight: { ...projection.weight, source: { kind: "list", values: all }, limits: [] },
      delay: { ...projection.delay, source: { kind: "list", values: times }, limits: [] },
    };
  });
  const [{ physical: potential } = { physical: undefined }] = discrete;
  const form = neuronForm(
    cubaModel(dialect, { counts: false, shifts: new Map(), physical: potential, hasNoise: false }),
  );
  const replaced = {
    form,
    parameters: columns("parameters"),
    initial: columns("initial"),
    observed: [variable],
  };
  const derived = replaceNeurons(
    { ...program, populations, projections, stimuli: [], recorders: [], synapseRecorders: [] },
    {
      convention: chipConvention(program.convention),
      populations: new Map([[name, replaced]]),
      projections: new Map(projections.map((one) => [one.name, { receptor: chipReceptor }])),
    },
  );
  const recorder = recorderOf(copies, { index: 0, variables: [variable] });
  const run = await recorded({ ...derived, recorders: [recorder] }, request, steps);
  const spikes = trainsOf(run.spikes(0), size, program.dt);
  const potentials = run.samples(0);
  return candidates.map((_, c) => {
    const compared = neurons.map((neuron, k): Compared => {
      const at = c * neurons.length + k;
      return {
        expected: teacher.spikes[neuron] as Float64Array,
        found: spikes[at] as Float64Array,
        error: meanError(teacher.potentials[k] as Float64Array, column(potentials, at, size)),
        height: physical.height[neuron] as number,
      };
    });
    // Few neurons are all used for both.
    const isFew = neurons.length < 4;
    return {
      search: lossOf(compared.filter((__, k) => isFew || k % 2 === 0)),
      other: lossOf(compared.filter((__, k) => isFew || k % 2 === 1)),
    };
  });
}

/** Form of neurons whose spikes are given. */
const sender = neuronForm(
  defineNeuron({
    name: "sender",
    about: "Neuron whose spikes are given.",
    parameters: {},
    state: {},
  }),
);

const identity = { kind: "name", name: "weight" } as const;

/** A neuron of a candidate, and the same in floating point. */
interface Compared {
  readonly expected: Float64Array;
  readonly found: Float64Array;
  /** Mean difference of potentials, to which a shifted spike adds little. */
  readonly error: number;
  readonly height: number;
}

function lossOf(neurons: readonly Compared[]): CalibrationLoss {
  const none = new Float64Array();
  let [distance, norm, error, height] = [0, 0, 0, 0];
  for (const one of neurons) {
    distance += squaredDistance(one.expected, one.found);
    norm += squaredDistance(one.expected, none);
    error += one.error / neurons.length;
    height += one.height / neurons.length;
  }
  // One more spike gives 1, if there should be none.
  return { spikes: distance / Math.max(1, norm), potential: error / height };
}

/**
 * Compute the squared van Rossum distance, in which one more spike gives 1.
 *
 * The exponential is that of simulations, so that the choice is the same on every machine.
 *
 * @cite doi:10.1080/0954898X.2012.673048
 */
function squaredDistance(one: Float64Array, other: Float64Array): number {
  let [square, trace, last] = [0, 0, 0];
  let [i, k] = [0, 0];
  while (i < one.length || k < other.length) {
    const time = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[k] ?? Number.POSITIVE_INFINITY);
    let sign = 0;
    for (; one[i] === time; i++) sign += 1;
    for (; other[k] === time; k++) sign -= 1;
    trace *= hostFunctions["exp"]?.((last - time) / kernel) as number;
    square += sign * (2 * trace + sign);
    trace += sign;
    last = time;
  }
  return Math.max(0, square);
}

function meanError(expected: Float64Array, found: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < expected.length; k++) {
    sum += Math.abs((expected[k] as number) - (found[k] as number));
  }
  return sum / Math.max(1, expected.length);
}

/** Spikes of a population: neurons and stamps in steps. */
interface Recorded {
  readonly neurons: readonly number[];
  readonly steps: readonly number[];
}

/** Recorded data of a run by recorder. */
interface Recordings {
  spikes(recorder: number): Recorded;
  /** Samples of the one variable, neuron by neuron within a step. */
  samples(recorder: number): readonly Float64Array[];
}

/** Run a program for some steps, and keep all that it records. */
async function recorded(
  program: NetworkProgram,
  { on, options, job }: CalibrationRequest,
  steps: number,
): Promise<Recordings> {
  const spikes = new Map<number, { readonly neurons: number[]; readonly steps: number[] }>();
  const samples = new Map<number, Float64Array[]>();
  const sink: RecordingSink = {
    spikes({ recorder, neurons, steps: stamps }: SpikeChunk) {
      const own = spikes.get(recorder) ?? { neurons: [], steps: [] };
      spikes.set(recorder, own);
      for (const [k, neuron] of neurons.entries()) {
        own.neurons.push(neuron);
        own.steps.push(stamps[k] as number);
      }
    },
    samples({ recorder, values }) {
      const own = samples.get(recorder) ?? [];
      samples.set(recorder, own);
      own.push(values.slice());
    },
  };
  const { stack, watch } = job;
  const own = { stack, options, sink, ...(watch && { watch }) };
  const simulation = await on.prepare(program, own);
  try {
    await simulation.advance(steps);
  } finally {
    await simulation.close();
  }
  return {
    spikes: (recorder) => spikes.get(recorder) ?? { neurons: [], steps: [] },
    samples: (recorder) => samples.get(recorder) ?? [],
  };
}

function recorderOf(
  { name, size }: Pick<PopulationProgram, "name" | "size">,
  { index, variables }: { readonly index: number; readonly variables: readonly string[] },
): RecorderProgram {
  const place = `populations.${name}`;
  return {
    index,
    population: name,
    chosen: chooseNeurons(undefined, size, place),
    spikes: true,
    variables,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    every: 1,
    place,
  };
}

/** Spike times of each neuron in ms. */
function trainsOf({ neurons, steps }: Recorded, size: number, dt: number): readonly Float64Array[] {
  const trains = Array.from({ length: size }, (): number[] => []);
  for (const [k, neuron] of neurons.entries()) trains[neuron]?.push((steps[k] as number) * dt);
  return trains.map((one) => Float64Array.from(one));
}

/** Values of one neuron in all samples. */
function column(chunks: readonly Float64Array[], neuron: number, size: number): Float64Array {
  const values: number[] = [];
  for (const chunk of chunks) {
    for (let at = neuron; at < chunk.length; at += size) values.push(chunk[at] as number);
  }
  return Float64Array.from(values);
}
