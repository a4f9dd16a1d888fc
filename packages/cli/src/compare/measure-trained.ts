import { createHash } from "node:crypto";
import type { SpikeColumns, TrainingLoss } from "@spikeloom/kernel";
import { drawnRows, readTime } from "@spikeloom/network";
import {
  arrivesAtOnce,
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  type PopulationProgram,
} from "@spikeloom/program";
import { answerOf, computedSpan, computedSteps, type Examples } from "@spikeloom/training";
import { countSpikes, type Outputs, readExamples, type Watched } from "../train/count-spikes.ts";
import type { TaskSamples } from "../train/data-part.ts";
import { lossOf } from "../train/known-names.ts";
import { watchedOf } from "../train/train.ts";
import { type Activations, carriedActivations, inputActivations } from "./activations.ts";
import { decisionSteps } from "./decision-steps.ts";
import { arithmetic, energyOf, energyTargets, type OperationCounts } from "./energy.ts";
import type { LoadedTrained } from "./load-trained.ts";
import { type MemoryCounts, memoryOf } from "./memory-accesses.ts";
import {
  type NeuronOperations,
  neuronOperations,
  readOperations,
  reluOperations,
  sumOperations,
  timesOperations,
} from "./neuron-operations.ts";
import { type Passes, passesOf } from "./passes-without-spikes.ts";

/** Accuracy of a trained network, and the costs of a prediction. Counts are means over the test samples. */
export interface TrainedMeasures extends OperationCounts {
  readonly file: string;
  readonly samples: number;
  /** SHA-256 of the values, or the spikes of events, and the targets of all samples: equal for equal samples. */
  readonly samplesHash: string;
  /** Whether each sample was classified correctly. */
  readonly right: readonly boolean[];
  readonly lossName: string;
  /** Mean over the samples; missing if it is code that the record of the training does not contain. */
  readonly loss?: number | undefined;
  readonly neurons: number;
  readonly synapses: number;
  /** Spikes of all neurons, including the source. */
  readonly spikes: number;
  /** Fraction of zero weights (NeuroBench: connection sparsity). */
  readonly connectionSparsity: number;
  /** Fraction of spikes and transmitted values that are 0, without inputs (NeuroBench: activation sparsity). */
  readonly activationSparsity?: number | undefined;
  /** Synaptic operations if all weights and activations counted, as in NeuroBench. */
  readonly dense: number;
  readonly neuronOperations: NeuronOperations;
  /**
   * Multiplications of the same layers without spikes: one per nonzero weight and pass, except for inputs that are 0.
   *
   * Their hidden activations are unknown, and count as nonzero.
   */
  readonly withoutSpikes: number;
  /** Evaluations of the same layers without spikes per sample, and the reason. */
  readonly passes: Passes;
  /** ReLUs of the same layers without spikes. */
  readonly operationsWithoutSpikes: NeuronOperations;
  /** Memory accesses, here and in the same layers without spikes. */
  readonly memory: MemoryCounts;
  /** Bytes of weights and of states, as stored in training: a weight that synapses share is stored once. */
  readonly weightBytes: number;
  readonly stateBytes: number;
  /** Times of predictions. */
  readonly decision: Decision;
  /** Time of a sample in ms; of layers without spikes, that of the computed steps. */
  readonly duration: number;
  /** Energy of the arithmetic of the same layers without spikes, in nJ. */
  readonly energyWithoutSpikes: readonly [number, number] | undefined;
  /** In nJ, lowest and highest published value, by machine. */
  readonly energy: Readonly<Record<string, readonly [number, number] | undefined>>;
}

/** Time in ms after which a prediction no longer changes; none if the largest output is tied to the end. */
export interface Decision {
  /** Over the decided samples. */
  readonly mean: number;
  /** Of at most 9 in 10 of all samples; not finite if fewer are decided. */
  readonly most: number;
  /** Samples that are never decided. */
  readonly undecided: number;
}

/** A trained network, prepared for printing. */
interface Opened extends LoadedTrained {
  readonly projections: readonly OpenProjection[];
}

/** Measure a trained network on its test samples. */
export function measureTrained(trained: LoadedTrained): TrainedMeasures {
  const { program: lowered, stack } = trained;
  const loaded: Opened = { ...trained, projections: openProjections(lowered, { stack }) };
  const { readout, network, program, projections, test, file } = loaded;
  const watched = watchedOf(loaded, network);
  const samples = test.examples.size;
  const { each, values } = readExamples(watched, readout, test.examples);
  const right = Array.from({ length: samples }, (_, k) => {
    const answer = answerOf(values.subarray(k * each, (k + 1) * each), readout);
    return answer === test.samples.targets[k];
  });
  const loss = lossOf(loaded.task);
  const counts = spikesByPopulation(loaded, watched);
  const sizes = sizesOf(loaded);
  const { updates, states, duration } = sizes;
  const activations = carriedActivations(loaded, watched);
  const multiplications = projections.reduce((sum, one) => {
    const own = activations.get(one.name);
    return own === undefined ? sum : sum + operationsOf(one, own.nonzero) / samples;
  }, 0);
  const synaptic = projections
    .filter((one) => !carries(one))
    .reduce((sum, one) => sum + operationsOf(one, counts.get(one.from)) / samples, 0);
  const synapses = projections.reduce((sum, one) => sum + sumOf(fanOut(one)), 0);
  const effective = projections.reduce((sum, one) => sum + sumOf(weightFanOut(one)), 0);
  const weights = projections.reduce((sum, one) => sum + weightsOf(one, program), 0);
  // A spike adds a weight; a transmitted value is multiplied by it.
  const energyBy: OperationCounts = {
    synaptic,
    updates,
    multiplications,
    neuronOperations: sizes.neuronOperations,
  };
  const passes = passesOf(loaded, sizes.steps);
  // A network of values alone is its own counterpart.
  const withoutSpikes = sizes.isAnalog
    ? multiplications
    : passes.count * multiplicationsWithoutSpikes(loaded, passes);
  const operationsWithoutSpikes = timesOperations(reluOperations, sizes.computed * passes.count);
  const bytes = watched.precision === "f64" ? 8 : 4;
  return {
    file,
    samples,
    right,
    synapses,
    duration,
    synaptic,
    updates,
    multiplications,
    neuronOperations: sizes.neuronOperations,
    lossName: loaded.ownLoss ?? loss.name,
    ...(loaded.ownLoss === undefined && { loss: meanLoss(loss, { each, values }, test.examples) }),
    samplesHash: hashOf(test.samples, test.examples),
    neurons: [...program.populations.values()].reduce((sum, { size }) => sum + size, 0),
    spikes: [...counts.values()].reduce((sum, one) => sum + sumOf(one), 0) / samples,
    connectionSparsity: synapses === 0 ? 0 : 1 - effective / synapses,
    activationSparsity: activationSparsityOf(loaded, {
      counts,
      activations,
      outputs: samples * sizes.steps,
    }),
    dense: sizes.dense,
    withoutSpikes,
    passes,
    operationsWithoutSpikes,
    memory: memoryOf({
      synaptic,
      multiplications,
      stateUpdates: sizes.stateUpdates,
      withoutSpikes,
      outputsWithoutSpikes: sizes.computed * passes.count,
    }),
    weightBytes: bytes * weights,
    stateBytes: bytes * states,
    decision: decisionOf(loaded, watched),
    energyWithoutSpikes: energyOf(arithmetic, {
      synaptic: 0,
      updates: 0,
      multiplications: withoutSpikes,
      neuronOperations: operationsWithoutSpikes,
    }),
    energy: Object.fromEntries(energyTargets.map((one) => [one.name, energyOf(one, energyBy)])),
  };
}

function meanLoss(loss: TrainingLoss, { each, values }: Outputs, examples: Examples): number {
  const { targets } = examples.batch(Uint32Array.from({ length: examples.size }, (_, k) => k));
  const wanted = targets.length / examples.size;
  const slope = new Float64Array(each);
  let sum = 0;
  for (let k = 0; k < examples.size; k++) {
    const output = values.subarray(k * each, (k + 1) * each);
    sum += loss.value(output, targets.slice(k * wanted, (k + 1) * wanted), slope);
  }
  return sum / examples.size;
}

function spikesByPopulation(
  { program, test }: LoadedTrained,
  watched: Watched,
): ReadonlyMap<string, Float64Array> {
  const all = test.examples.batch(Uint32Array.from({ length: test.examples.size }, (_, k) => k));
  return new Map(
    [...program.populations.values()].map(({ name, size, form, source }) => {
      const given = all.inputs[name];
      const isGiven = source !== undefined && given !== undefined && "neurons" in given;
      if (isGiven) return [name, sent(given, size)];
      // Layers with values alone send no spikes.
      const isSilent = source === undefined && form.emission === undefined;
      return [name, isSilent ? new Float64Array(size) : countSpikes(watched, name, test.examples)];
    }),
  );
}

function sent({ neurons }: SpikeColumns, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const neuron of neurons) counts[neuron] = (counts[neuron] as number) + 1;
  return counts;
}

function operationsOf(projection: OpenProjection, spikes: Float64Array | undefined): number {
  const targets = weightFanOut(projection);
  return targets.reduce((sum, count, source) => sum + count * (spikes?.[source] ?? 0), 0);
}

/** Count the synapses of each source neuron of a projection. */
function fanOut(projection: OpenProjection): Float64Array {
  const { sources } = projection;
  const counts = new Float64Array(sources.size === 0 ? 0 : 1 + greatestOf(sources));
  for (const { partners, source } of drawnRows(projection)) {
    for (const k of partners.keys()) counts[source(k)] = (counts[source(k)] as number) + 1;
  }
  return counts;
}

/** Count the synapses with nonzero weights of each source neuron of a projection. */
function weightFanOut(projection: OpenProjection): Float64Array {
  const { sources, weight } = projection;
  if (weight.constant !== undefined && weight.constant !== 0) return fanOut(projection);
  const counts = new Float64Array(sources.size === 0 ? 0 : 1 + greatestOf(sources));
  for (const { source, values } of drawnRows(projection, [weight])) {
    for (const [k, one] of values[0]?.entries() ?? []) {
      if (one !== 0) counts[source(k)] = (counts[source(k)] as number) + 1;
    }
  }
  return counts;
}

function greatestOf(chosen: OpenProjection["sources"]): number {
  let greatest = 0;
  for (let index = 0; index < chosen.size; index++) {
    greatest = Math.max(greatest, chosen.neuron(index));
  }
  return greatest;
}

/** Count the multiplications of a pass of the same layers without spikes, per sample. */
function multiplicationsWithoutSpikes(loaded: Opened, passes: Passes): number {
  const input = passes.count === 1 ? inputActivations(loaded) : undefined;
  return loaded.projections.reduce((sum, one) => {
    if (input === undefined || one.from !== input.population) {
      return sum + sumOf(weightFanOut(one));
    }
    return sum + operationsOf(one, input.nonzero) / input.all;
  }, 0);
}

function activationSparsityOf(
  { program, task }: LoadedTrained,
  {
    counts,
    activations,
    outputs,
  }: {
    readonly counts: ReadonlyMap<string, Float64Array>;
    readonly activations: ReadonlyMap<string, Activations>;
    /** Steps of all samples. */
    readonly outputs: number;
  },
): number | undefined {
  const spiking = [...program.populations.values()].filter(
    ({ form, source }) => source === undefined && form.emission !== undefined,
  );
  const input = task.values?.input.split(".")[0];
  const carried = new Map([...activations.values()].map((one) => [one.population, one]));
  const parts = [
    ...spiking.map(({ name, size }) => [sumOf(counts.get(name) as never), size * outputs] as const),
    ...[...carried.values()]
      .filter(({ population }) => population !== input)
      .map(({ nonzero, all }) => [sumOf(nonzero), all * nonzero.length] as const),
  ];
  const all = parts.reduce((sum, [, own]) => sum + own, 0);
  return all === 0 ? undefined : 1 - parts.reduce((sum, [own]) => sum + own, 0) / all;
}

/** Count the weights that training stores: for a convolution over whole populations, those of its kernel. */
function weightsOf(projection: OpenProjection, { populations }: NetworkProgram): number {
  const { plan, sources, targets, from, to } = projection;
  const isWhole =
    sources.size === populations.get(from)?.size && targets.size === populations.get(to)?.size;
  if (plan.window === undefined || !isWhole) return sumOf(fanOut(projection));
  const { inputs, outputs, kernel } = plan.window;
  return inputs * outputs * kernel[0] * kernel[1];
}

function hashOf(samples: TaskSamples, { batch, size }: Examples): string {
  if ("files" in samples) {
    const { inputs } = batch(Uint32Array.from({ length: size }, (_, k) => k));
    // The labels: the targets derived from them differ between losses.
    const hash = createHash("sha256").update(Float64Array.from(samples.targets));
    for (const columns of Object.values(inputs).filter((one) => "neurons" in one)) {
      for (const column of [columns.begins, columns.steps, columns.neurons]) {
        hash.update(Float64Array.from(column));
      }
    }
    return hash.digest("hex");
  }
  const { values, shape, targets } = samples;
  const hash = createHash("sha256").update(JSON.stringify(shape));
  // Plain numbers, so that sets that store them in other types are equal.
  const each = 65_536;
  for (let at = 0; at < values.length; at += each) {
    hash.update(Float64Array.from(values.subarray(at, at + each)));
  }
  return hash.update(Float64Array.from(targets)).digest("hex");
}

const sumOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0);

interface Sizes {
  readonly steps: number;
  /** Neurons that are computed: all but sources. */
  readonly computed: number;
  readonly updates: number;
  readonly neuronOperations: NeuronOperations;
  /** Variables that neuron updates read and write: states and sums of input. */
  readonly stateUpdates: number;
  readonly dense: number;
  /** Whether all neurons send values. */
  readonly isAnalog: boolean;
  readonly states: number;
  readonly duration: number;
}

function sizesOf({ program, projections, network, stack, task, readout }: Opened): Sizes {
  const duration = readTime(network.duration ?? "0 ms", "duration");
  const steps = Math.round(duration / program.dt);
  const computed = [...program.populations.values()].filter(({ source }) => source === undefined);
  const { values } = task;
  const given = values === undefined ? [] : [values.input];
  const taken = computedSteps({ program, stack, readout, values: given });
  const stepsOf = (name: string): number => taken.get(name) ?? steps;
  const states = computed.reduce((sum, { size, form }) => sum + size * form.states.size, 0);
  const zeroDelay = arrivesAtOnce(program);
  const operations = (one: PopulationProgram): NeuronOperations =>
    timesOperations(neuronOperations(one.step({ zeroDelay })), one.size * stepsOf(one.name));
  const read = computed.find(({ name }) => name === readout.population);
  const reads = read === undefined ? 0 : read.size * readSteps(readout, { dt: program.dt, steps });
  const kept = (one: PopulationProgram): number =>
    [...one.step({ zeroDelay }).slots.values()].filter(({ role }) =>
      ["state", "receptor", "refractory"].includes(role),
    ).length;
  const isAnalog =
    task.encoder === undefined && computed.every(({ form }) => form.emission === undefined);
  const span = isAnalog ? computedSpan({ program, stack, readout, values: given }) : steps;
  return {
    steps,
    computed: computed.reduce((sum, { size }) => sum + size, 0),
    neuronOperations: sumOperations([
      ...computed.map(operations),
      timesOperations(readOperations, reads),
    ]),
    stateUpdates: computed.reduce((sum, one) => sum + one.size * kept(one) * stepsOf(one.name), 0),
    dense: projections.reduce((sum, one) => sum + sumOf(fanOut(one)) * stepsOf(one.to), 0),
    updates: computed.reduce((sum, { name, size }) => sum + size * stepsOf(name), 0),
    isAnalog,
    states,
    duration: span * program.dt,
  };
}

/** Steps whose values a readout accumulates or compares. */
function readSteps(
  { reduce, variable, window }: LoadedTrained["readout"],
  { dt, steps }: { readonly dt: number; readonly steps: number },
): number {
  const way = reduce ?? (variable === "spikes" ? "sum" : "last");
  if (way !== "sum" && way !== "mean" && way !== "max") return 0;
  return window === undefined ? steps : Math.round((window.until - window.from) / dt);
}

/** Whether synapses transmit values in each step, not spikes. */
const carries = ({ dynamic }: OpenProjection): boolean =>
  dynamic !== undefined && dynamic.program.coupling.length > 0;

function decisionOf(
  { readout, test, program }: LoadedTrained,
  watched: Watched,
): TrainedMeasures["decision"] {
  const { reduce = readout.variable === "spikes" ? "sum" : "last" } = readout;
  const { each, values } = readExamples(watched, { ...readout, reduce: "each" }, test.examples);
  const outputs = program.populations.get(readout.population)?.size ?? 1;
  const from = readout.window?.from ?? 0;
  const samples = test.examples.size;
  if (reduce === "each") return { mean: Number.NaN, most: Number.NaN, undecided: samples };
  const times = Float64Array.from({ length: samples }, (_, k) => {
    const own = values.subarray(k * each, (k + 1) * each);
    const steps = decisionSteps(own, { outputs, reduce });
    return steps === undefined ? Number.POSITIVE_INFINITY : from + steps * program.dt;
  }).sort();
  const decided = times.filter(Number.isFinite);
  const most = times[Math.ceil(0.9 * samples) - 1] ?? Number.NaN;
  return {
    mean: sumOf(decided) / decided.length,
    most,
    undecided: samples - decided.length,
  };
}
