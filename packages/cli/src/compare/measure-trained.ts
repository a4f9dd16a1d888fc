import { createHash } from "node:crypto";
import type { SpikeColumns, TrainingLoss } from "@spikeloom/kernel";
import { indexBuffer, readTime } from "@spikeloom/network";
import type { NetworkProgram, ProjectionProgram } from "@spikeloom/program";
import { answerOf, computedSteps, type Examples } from "@spikeloom/training";
import { countSpikes, type Outputs, readExamples, type Watched } from "../train/count-spikes.ts";
import type { TaskSamples } from "../train/data-part.ts";
import { lossOf } from "../train/known-names.ts";
import { watchedOf } from "../train/train.ts";
import { decisionSteps } from "./decision-steps.ts";
import { arithmetic, energyOf, energyTargets, type OperationCounts } from "./energy.ts";
import type { LoadedTrained } from "./load-trained.ts";

/** How well a trained network does, and what an answer takes. Counts are means over the examples of the test. */
export interface TrainedMeasures extends OperationCounts {
  readonly file: string;
  readonly samples: number;
  /** SHA-256 of the values, or the spikes of events, and the targets of all samples: equal where the same were given. */
  readonly samplesHash: string;
  /** Whether each sample was right. */
  readonly right: readonly boolean[];
  readonly lossName: string;
  /** Mean over the samples; not there where it is code that the record of the training does not hold. */
  readonly loss?: number | undefined;
  readonly neurons: number;
  readonly synapses: number;
  /** Spikes of all neurons, those of the source among them. */
  readonly spikes: number;
  /** Multiplications of the same layers without spikes: one for each synapse. */
  readonly withoutSpikes: number;
  /** Bytes of weights and of states, as training keeps them: a weight that synapses share is kept once. */
  readonly weightBytes: number;
  readonly stateBytes: number;
  /** When answers are decided. */
  readonly decision: Decision;
  /** Time of an example in ms. */
  readonly duration: number;
  /** What the multiplications of the same layers without spikes cost, as arithmetic alone, in nJ. */
  readonly energyWithoutSpikes: readonly [number, number] | undefined;
  /** In nJ, from the least to the most that was published, by machine. */
  readonly energy: Readonly<Record<string, readonly [number, number] | undefined>>;
}

/** Time in ms after which an answer stays what it is at the end; none where the greatest output is tied to the end. */
export interface Decision {
  /** Over the samples that are decided. */
  readonly mean: number;
  /** Of 9 in 10 of all samples at most; not finite where fewer are decided. */
  readonly most: number;
  /** Samples that are never decided. */
  readonly undecided: number;
}

/** Measure a trained network on its test. */
export function measureTrained(loaded: LoadedTrained): TrainedMeasures {
  const { readout, network, program, test, file } = loaded;
  const watched = watchedOf(loaded, network);
  const samples = test.examples.size;
  const { each, values } = readExamples(watched, readout, test.examples);
  const right = Array.from({ length: samples }, (_, k) => {
    const answer = answerOf(values.subarray(k * each, (k + 1) * each), readout);
    return answer === test.samples.targets[k];
  });
  const loss = lossOf(loaded.task);
  const counts = spikesByPopulation(loaded, watched);
  const { updates, multiplications, states, duration } = sizesOf(loaded);
  const synaptic = program.projections
    .filter((one) => !carries(one))
    .reduce((sum, one) => sum + operationsOf(one, counts.get(one.from)) / samples, 0);
  const synapses = program.projections.reduce((sum, one) => sum + sumOf(fanOut(one)), 0);
  const weights = program.projections.reduce((sum, one) => sum + weightsOf(one, program), 0);
  // A spike adds a weight. What hands on values multiplies them; else nothing is multiplied but inside the updates of neurons.
  const energyBy = { synaptic, updates, multiplications };
  const bytes = watched.precision === "f64" ? 8 : 4;
  return {
    file,
    samples,
    right,
    synapses,
    duration,
    ...energyBy,
    lossName: loaded.ownLoss ?? loss.name,
    ...(loaded.ownLoss === undefined && { loss: meanLoss(loss, { each, values }, test.examples) }),
    samplesHash: hashOf(test.samples, test.examples),
    neurons: [...program.populations.values()].reduce((sum, { size }) => sum + size, 0),
    spikes: [...counts.values()].reduce((sum, one) => sum + sumOf(one), 0) / samples,
    withoutSpikes: synapses,
    weightBytes: bytes * weights,
    stateBytes: bytes * states,
    decision: decisionOf(loaded, watched),
    energyWithoutSpikes: energyOf(arithmetic, {
      synaptic: 0,
      updates: 0,
      multiplications: synapses,
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
    [...program.populations.values()].map(({ name, size, model }) => {
      const given = all.inputs[name];
      const isGiven = model.source !== undefined && given !== undefined && "neurons" in given;
      if (isGiven) return [name, sent(given, size)];
      // What has values alone sends no spikes.
      const isSilent = model.source === undefined && model.spike === undefined;
      return [name, isSilent ? new Float64Array(size) : countSpikes(watched, name, test.examples)];
    }),
  );
}

function sent({ neurons }: SpikeColumns, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const neuron of neurons) counts[neuron] = (counts[neuron] as number) + 1;
  return counts;
}

function operationsOf(projection: ProjectionProgram, spikes: Float64Array | undefined): number {
  const targets = fanOut(projection);
  return targets.reduce((sum, count, source) => sum + count * (spikes?.[source] ?? 0), 0);
}

/** Count the synapses of each neuron that a projection comes from. */
function fanOut({ plan, sources, targets }: ProjectionProgram): Float64Array {
  const counts: number[] = [];
  const row = indexBuffer();
  const isByTarget = plan.by === "target";
  for (let index = 0; index < (isByTarget ? targets : sources).size; index++) {
    row.clear();
    plan.partners(index, row);
    for (const partner of row.view()) {
      const source = sources.neuron(isByTarget ? partner : index);
      counts[source] = (counts[source] ?? 0) + 1;
    }
  }
  return Float64Array.from(counts, (count) => count ?? 0);
}

/** Count the weights that training keeps: of a window that slides over whole populations, those of its kernel. */
function weightsOf(projection: ProjectionProgram, { populations }: NetworkProgram): number {
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
    // The labels: what a loss is given of them differs from loss to loss.
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
  // Numbers as such, so that sets that keep them in other types are the same.
  const each = 65_536;
  for (let at = 0; at < values.length; at += each) {
    hash.update(Float64Array.from(values.subarray(at, at + each)));
  }
  return hash.update(Float64Array.from(targets)).digest("hex");
}

const sumOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0);

interface Sizes {
  readonly updates: number;
  readonly multiplications: number;
  readonly states: number;
  readonly duration: number;
}

function sizesOf({ program, network, task, readout }: LoadedTrained): Sizes {
  const duration = readTime(network.duration ?? "0 ms", "duration");
  const steps = Math.round(duration / program.dt);
  const computed = [...program.populations.values()].filter(
    ({ model }) => model.source === undefined,
  );
  const { values } = task;
  const given = values === undefined ? [] : [values.input];
  const taken = computedSteps({ program, readout, values: given });
  const stepsOf = (name: string): number => taken.get(name) ?? steps;
  const states = computed.reduce(
    (sum, { size, model }) => sum + size * Object.keys(model.state ?? {}).length,
    0,
  );
  return {
    updates: computed.reduce((sum, { name, size }) => sum + size * stepsOf(name), 0),
    multiplications: program.projections
      .filter(carries)
      .reduce((sum, one) => sum + sumOf(fanOut(one)) * stepsOf(one.to), 0),
    states,
    duration: steps * program.dt,
  };
}

/** Whether synapses hand on values in each step, not spikes. */
const carries = ({ dynamic }: ProjectionProgram): boolean =>
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
