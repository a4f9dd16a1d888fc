import type { EncodedTimes, NetworkRecord, RecorderRecord } from "@spikeloom/kernel";
import type { StartedLearner } from "@spikeloom/network";
import {
  answerOf,
  type BatchScore,
  type EpochScore,
  type Examples,
  type FitState,
  firstTime,
  fit,
} from "@spikeloom/training";
import { hasRules } from "./check-inputs.ts";
import { countSpikes, type Outputs, readExamples, type Watched } from "./count-spikes.ts";
import type { ValueSamples } from "./data-part.ts";
import { scheduleOf } from "./known-names.ts";
import type { PreparedTask } from "./prepare-task.ts";
import type { TaskEncoder } from "./task.ts";
import { stimuliOf } from "./value-input.ts";

/** Options of learning a prepared task. */
export interface TrainOptions {
  /** State to resume from. */
  readonly from?: FitState | undefined;
  readonly epochs?: number | undefined;
  /** Threads that share the samples of a batch; default 1. Any number yields the same bits. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with where batches are computed and why, if the learner has a choice. */
  readonly onProcessor?: (about: string) => unknown;
  readonly onBatch?: (batch: BatchScore) => unknown;
  readonly onEpoch?: (epoch: EpochScore, state: FitState) => unknown;
}

/** A trained network, and its scores on the test samples. */
export interface TrainedTask {
  readonly state: FitState;
  /** The epoch whose values are used; undefined if none was completed. */
  readonly epoch: number | undefined;
  /** The network with the learnt values, its source showing the first sample of the test. */
  readonly network: NetworkRecord;
  readonly test: TestOutcome;
  /** Spikes of each neuron in all test samples, by population. */
  readonly spikes: Readonly<Record<string, Float64Array>>;
}

/** Predictions for the test samples. */
export interface TestOutcome {
  readonly size: number;
  readonly right: number;
  /** The predicted class of each sample, as computed by `answerOf`. */
  readonly answers: Uint32Array;
  readonly labels: Uint32Array;
}

/** Options of learning a task by the command. */
interface LearnOptions extends TrainOptions {
  /** Shared memory in which the learner counts the parts of a batch. */
  readonly progress?: Int32Array | undefined;
}

/** Train the learner of a task, and return its final state. */
export async function learnTask(
  prepared: PreparedTask,
  { from, epochs, workers, signal, progress, onProcessor, onBatch, onEpoch }: LearnOptions,
): Promise<FitState> {
  const { task, train, validation, seed } = prepared;
  const learner = await prepared.begin(from?.learner, workers, progress);
  if (learner.processor !== undefined) onProcessor?.(learner.processor);
  try {
    return await fit(learner, {
      examples: train.examples,
      validation: validation?.examples,
      seed,
      from,
      signal,
      epochs: epochs ?? task.epochs,
      batchSize: task.batch,
      patience: task.patience,
      schedule: scheduleOf(task),
      ...(onBatch !== undefined && { onBatch }),
      ...(onEpoch !== undefined && { onEpoch }),
    });
  } finally {
    await learner.close();
  }
}

/** Take the best values, and test them. */
export async function finishTask(prepared: PreparedTask, state: FitState): Promise<TrainedTask> {
  const best = await prepared.begin(state.best?.learner ?? state.learner);
  try {
    return await testedTask(prepared, state, best);
  } finally {
    await best.close();
  }
}

async function testedTask(
  prepared: PreparedTask,
  state: FitState,
  best: StartedLearner,
): Promise<TrainedTask> {
  const { task, network: begun, test } = prepared;
  const learnt = await best.network(begun);
  const isStepped = !hasRules(begun) && task.chip === undefined;
  // Rules run in a simulation, whose precision is that of the network if the task states none.
  const precision = task.precision ?? (isStepped ? "f32" : (begun.precision ?? "f64"));
  const network = shown(prepared, { ...learnt, precision });
  const watched = watchedOf(prepared, learnt);
  const { each, values } = isStepped
    ? readExamples(watched, prepared.readout, test.examples)
    : await simulated(best, test.examples);
  const answers = Uint32Array.from({ length: test.examples.size }, (_, k) =>
    answerOf(values.subarray(k * each, (k + 1) * each), prepared.readout),
  );
  const labels = Uint32Array.from(test.samples.targets);
  const right = answers.filter((answer, k) => answer === labels[k]).length;
  return {
    state,
    epoch: state.best?.epoch,
    network,
    test: { size: answers.length, right, answers, labels },
    spikes: isStepped ? spikesOf(prepared, watched) : {},
  };
}

/** Let the learner itself predict; it discards the changes by a sample. */
async function simulated(learner: StartedLearner, examples: Examples): Promise<Outputs> {
  const found: Float64Array[] = [];
  for (let k = 0; k < examples.size; k++) {
    found.push((await learner.evaluate(examples.batch(Uint32Array.of(k)))).outputs);
  }
  const each = found[0]?.length ?? 0;
  const values = new Float64Array(each * found.length);
  found.forEach((outputs, k) => {
    values.set(outputs, k * each);
  });
  return { each, values };
}

/** Options of computing a network of a task. */
export function watchedOf(
  { task, stack }: Pick<PreparedTask, "task" | "stack">,
  network: NetworkRecord,
): Watched {
  const { precision = "f32", values } = task;
  return { network, stack, precision, ...(values !== undefined && { values: [values.input] }) };
}

function spikesOf(
  { program, test }: PreparedTask,
  watched: Watched,
): Readonly<Record<string, Float64Array>> {
  const layers = [...program.populations.values()].filter(
    ({ source, form }) => source === undefined && form.emission !== undefined,
  );
  return Object.fromEntries(
    layers.map(({ name }) => [name, countSpikes(watched, name, test.examples)]),
  );
}

/** Compute the mean spikes per neuron and sample, by population. */
export function activityOf({
  spikes,
  test,
}: Pick<TrainedTask, "spikes" | "test">): Readonly<Record<string, number>> {
  const means = Object.entries(spikes).map(([name, counts]) => {
    const sum = counts.reduce((total, count) => total + count, 0);
    return [name, sum / (counts.length * test.size)] as const;
  });
  return Object.fromEntries(means);
}

/** Let the source of a network show the first sample of the test. */
function shown(prepared: PreparedTask, network: NetworkRecord): NetworkRecord {
  const given = network.record?.length ? network.record : recordersOf(prepared);
  return { ...fed(prepared, network), record: given };
}

/** Add to a network the input of the first sample of the test: the times of its source, or stimuli. */
function fed(prepared: PreparedTask, network: NetworkRecord): NetworkRecord {
  const { task, program, test } = prepared;
  const { encoder, values } = task;
  if (values !== undefined) {
    const stimuli = [...(network.stimuli ?? []), ...stimuliOf(test.examples, values, program)];
    return { ...network, stimuli };
  }
  const record = network.populations[encoder?.population ?? ""];
  if (encoder === undefined || record === undefined) return network;
  const { samples } = test;
  const own = { ...prepared, encoder };
  const times = "files" in samples ? timesOfFirst(own) : encodingOf(samples, own);
  return {
    ...network,
    populations: { ...network.populations, [encoder.population]: { ...record, times } },
  };
}

/** Record the spikes of neurons that spike, and otherwise the value that is read. */
function recordersOf({ task, program }: PreparedTask): readonly RecorderRecord[] {
  const { population: read, variable } = task.readout;
  return [...program.populations.values()].map(({ name, source, form }) => {
    const spikes = source !== undefined || form.emission !== undefined;
    const values = name === read ? variable : ([...form.states.keys()][0] ?? variable);
    return { population: name, variables: [spikes ? "spikes" : values] };
  });
}

interface EncodedTask extends Pick<PreparedTask, "program" | "test"> {
  readonly encoder: TaskEncoder;
}

/** Return the encoding of the first sample. */
function encodingOf(
  { shape, values, range: black }: ValueSamples,
  { encoder, program }: EncodedTask,
): EncodedTimes {
  const { name, parameters, range = black, start, for: lasts } = encoder;
  const length = shape.reduce((product, one) => product * one, 1);
  return {
    encoder: name,
    ...(parameters !== undefined && { parameters }),
    values: Array.from(values.subarray(0, length)),
    shape,
    range,
    start: start ?? firstTime(program),
    ...(lasts !== undefined && { for: lasts }),
  };
}

/** Return the times in ms of the spikes of the first sample, neuron by neuron. */
function timesOfFirst({ encoder, program, test }: EncodedTask): readonly (readonly number[])[] {
  const { population } = encoder;
  const { dt, convention } = program;
  const { [population]: first } = test.examples.batch(Uint32Array.of(0)).inputs;
  const size = program.populations.get(population)?.size ?? 0;
  const times: number[][] = Array.from({ length: size }, () => []);
  if (first === undefined || !("neurons" in first)) return times;
  const stamp = convention.spikeStamp === "end" ? 1 : 0;
  first.steps.forEach((step, k) => {
    const time = Number(((step + stamp) * dt).toPrecision(12));
    times[first.neurons[k] as number]?.push(time);
  });
  return times;
}
