import {
  type Configured,
  type EncoderRecord,
  type Learner,
  type LearningRecord,
  type NetworkRecord,
  nearestName,
  type Stack,
  type Trainable,
} from "@spikeloom/kernel";
import {
  beginLearning,
  completeNetwork,
  encodedStream,
  type LearningTask,
  projectionNames,
} from "@spikeloom/network";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import { type Examples, encodedExamples } from "@spikeloom/training";
import { TRAINING_FILE, TRAINING_NAME } from "../errors.ts";
import { beyondRange } from "./beyond-range.ts";
import { eventExamples } from "./bin-events.ts";
import { checkSteps } from "./check-steps.ts";
import type { TaskSamples } from "./data-part.ts";
import { costsOf, lossOf, optimiserOf, surrogateOfTask } from "./known-names.ts";
import { openData } from "./open-data.ts";
import type { Named, TrainingTask } from "./task.ts";
import { networkOf, type TaskPlace } from "./task-files.ts";
import { wantedOf } from "./wanted-of-samples.ts";

/** A part of the data, ready to be learnt from. */
export interface TaskExamples {
  readonly samples: TaskSamples;
  readonly examples: Examples;
}

/** A task whose network is complete, and whose samples are spikes. */
export interface PreparedTask {
  readonly task: TrainingTask;
  /** The file that it stands in. */
  readonly file: string;
  /** The file of its network, and those that were read for it. */
  readonly sources: readonly string[];
  readonly stack: Stack;
  readonly seed: number;
  readonly network: NetworkRecord;
  readonly program: NetworkProgram;
  readonly trainable: readonly Trainable[];
  readonly classes: readonly string[];
  readonly train: TaskExamples;
  readonly validation: TaskExamples | undefined;
  readonly test: TaskExamples;
  /** Begin to learn, or go on from what was saved. */
  begin(saved?: Uint8Array, workers?: number): Promise<Learner>;
}

/** How a task is prepared. */
export interface PrepareOptions extends TaskPlace {
  readonly seed?: number | undefined;
}

/** Complete the network of a task, open its data, and encode all samples. */
export async function prepareTask(
  task: TrainingTask,
  { stack, file, seed: asked, allowOutside }: PrepareOptions,
): Promise<PreparedTask> {
  const { given, sources } = await networkOf(task, { stack, file, allowOutside });
  const seed = asked ?? task.seed ?? given.seed ?? 1;
  const network = completeNetwork({ ...given, seed }, stack);
  const program = programOf(network, { stack });
  const trainable = task.trainable ?? weightsOf(network);
  checkSteps(network, trainable);
  const learning = learningOf(task.learner ?? "bptt", stack);
  const request = requestOf(task, { network, program, stack, seed, trainable });
  const sets = await openData(task, { file, seed });
  const { train, validation, test, classes } = sets;
  // A run is trial 0, which shows the first sample of the test.
  let first = 0;
  const encode = async (samples: TaskSamples, part: string): Promise<TaskExamples> => {
    const wanted = wantedOf(samples, { ...request, program });
    const examples = await encoded(wanted, task, { program, stack, first, part });
    first += samples.size;
    return { samples, examples };
  };
  const tested = await encode(test, "test with");
  first = learntFrom;
  return {
    ...{ task, file, sources, stack, seed, network, program, trainable, classes },
    train: await encode(train, "learn from"),
    validation: validation && (await encode(validation, "validate with")),
    test: tested,
    begin: (saved, workers = 1) => beginLearning(learning, { ...request, workers }, saved),
  };
}

/** The trial of the first sample to learn from: behind all tests, so that their number changes nothing of it. */
const learntFrom = 2 ** 32;

function weightsOf(network: NetworkRecord): readonly Trainable[] {
  return projectionNames(network).map((projection) => ({ projection, variable: "weight" }));
}

function requestOf(
  task: TrainingTask,
  given: Pick<PreparedTask, "network" | "program" | "stack" | "seed" | "trainable">,
): LearningTask {
  const { clip, dropout, precision, readout } = task;
  const slope = surrogateOfTask(task);
  return {
    ...{
      ...given,
      readout,
      loss: lossOf(task),
      optimiser: optimiserOf(task),
      costs: costsOf(task),
    },
    backend: given.stack.get("backend", "clock"),
    ...(slope !== undefined && { surrogate: slope }),
    ...(clip !== undefined && { clip }),
    ...(dropout !== undefined && { dropout }),
    ...(precision !== undefined && { precision }),
  };
}

function learningOf(given: Named, stack: Stack): LearningRecord | Configured<LearningRecord> {
  const { name, ...parameters } = typeof given === "string" ? { name: given } : given;
  const found = stack.find("learning", name);
  if (found === undefined) throw unknown("learner", name, stack.list("learning"));
  return { model: found, parameters: parameters as Configured<LearningRecord>["parameters"] };
}

async function encoded(
  samples: TaskSamples,
  task: TrainingTask,
  given: {
    readonly program: NetworkProgram;
    readonly stack: Stack;
    readonly first: number;
    readonly part: string;
  },
): Promise<Examples> {
  const { stack, part, ...more } = given;
  const { name, parameters = {}, population, start, for: shown } = task.encoder;
  const model = stack.find("encoder", name);
  if (model === undefined) throw unknown("encoder.name", name, stack.list("encoder"));
  const source: Configured<EncoderRecord> = { model, parameters };
  const { program } = given;
  if ("files" in samples) {
    if (name !== "events") throw needsEvents(name);
    checkSize([1, 4], { source, population, program });
    return await eventExamples(samples, task, program);
  }
  checkSize(samples.shape, { source, population, program });
  const { range = samples.range } = task.encoder;
  const timing = { range, start, for: shown };
  try {
    return encodedExamples(samples, { ...more, ...timing, population, encoder: source });
  } catch (fault) {
    throw beyondRange(fault, samples, { range, part });
  }
}

function needsEvents(got: string): Error {
  return TRAINING_FILE({
    place: "encoder.name",
    message: "Files of events have spikes already.",
    ...{ expected: "events", got },
    next: 'Take the encoder "events" with the "width", "height" and "polarities" of the sensor.',
  });
}

/** Refuse a source that has not a neuron for each that the encoder needs. */
function checkSize(
  shape: readonly number[],
  {
    source,
    population,
    program,
  }: {
    readonly source: Configured<EncoderRecord>;
    readonly population: string;
    readonly program: NetworkProgram;
  },
): void {
  const size = program.populations.get(population)?.size;
  const { neurons } = encodedStream(source, shape, { every: 1, seed: 1, place: "encoder" });
  // A population that is not there is refused by its name.
  if (size === undefined || size === neurons) return;
  throw TRAINING_FILE({
    place: `network.populations.${population}.size`,
    message: `The encoder "${source.model.name}" needs another number of neurons for samples of ${shape.join(" × ")} numbers.`,
    ...{ expected: String(neurons), got: String(size) },
    next: `Give the population "size": ${neurons}.`,
  });
}

function unknown(place: string, got: string, all: readonly { readonly name: string }[]): Error {
  const known = all.map(({ name }) => name);
  return TRAINING_NAME({ place, known, got, nearest: nearestName(got, known) });
}
