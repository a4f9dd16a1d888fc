import {
  type Configured,
  type LearningRecord,
  type NetworkRecord,
  nearestName,
  type Readout,
  type Stack,
  type Trainable,
  throwAll,
} from "@spikeloom/kernel";
import {
  beginLearning,
  checkNetwork,
  completeNetwork,
  type LearningTask,
  projectionNames,
  type StartedLearner,
} from "@spikeloom/network";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import { availableMemory } from "@spikeloom/simulate";
import { type Examples, firstTime, type LateSpikes } from "@spikeloom/training";
import { checkInputs } from "./check-inputs.ts";
import { checkSteps } from "./check-steps.ts";
import { chipOfTask } from "./chip-of-task.ts";
import type { ClippedValues } from "./clip-values.ts";
import type { DamagedFile, TaskSamples } from "./data-part.ts";
import { encodeSamples } from "./encode-samples.ts";
import { TRAINING_NAME } from "./errors.ts";
import { checkMemory, estimateTask, type TaskEstimate } from "./estimate-task.ts";
import { costsOf, lossOf, optimiserOf, surrogateOfTask } from "./known-names.ts";
import { openData, type TaskSets } from "./open-data.ts";
import type { Named, TrainingTask } from "./task.ts";
import { networkOf, type TaskPlace } from "./task-files.ts";
import { type TaskWindows, taskWindows } from "./task-windows.ts";
import { givesValues } from "./value-input.ts";
import { wantedOf } from "./wanted-of-samples.ts";

/** A part of the data, ready for training or testing. */
export interface TaskExamples {
  readonly samples: TaskSamples;
  readonly examples: Examples;
  /** Omitted spikes or events after the end of a sample. */
  readonly late?: LateSpikes | undefined;
  /** Values that were clipped to the encoded range. */
  readonly clipped?: ClippedValues | undefined;
  /** Damaged event files of which the intact events are used. */
  readonly damaged?: readonly DamagedFile[] | undefined;
}

/** A task whose network is complete, and whose samples are spikes. */
export interface PreparedTask {
  readonly task: TrainingTask;
  /** The file that contains it. */
  readonly file: string;
  /** The file of its network, with the files that were read for it, and those of the data. */
  readonly sources: readonly string[];
  readonly stack: Stack;
  readonly seed: number;
  readonly network: NetworkRecord;
  readonly program: NetworkProgram;
  readonly estimate: TaskEstimate;
  readonly trainable: readonly Trainable[];
  /** The readout of a whole sample. */
  readonly readout: Readout;
  readonly classes: readonly string[];
  readonly train: TaskExamples;
  readonly validation: TaskExamples | undefined;
  readonly test: TaskExamples;
  /** Begin to learn, or resume from a saved state; `progress` counts the parts of a batch. */
  begin(saved?: Uint8Array, workers?: number, progress?: Int32Array): Promise<StartedLearner>;
}

/** Options of preparing a task. */
export interface PrepareOptions extends TaskPlace {
  readonly seed?: number | undefined;
  /** Threads that share the samples of a batch, for the estimate. */
  readonly workers?: number | undefined;
  /** Maximum bytes; by default the available memory. */
  readonly memory?: number | undefined;
  /** Access to graphics processors, such as `navigator.gpu`. */
  readonly gpu?: object | undefined;
}

/** A task with resolved names, of whose network only the sizes are known. */
export interface TaskOutline
  extends Pick<PreparedTask, "task" | "file" | "sources" | "stack" | "seed" | "network"> {
  /** Without the connections. */
  readonly outline: NetworkProgram;
  readonly estimate: TaskEstimate;
  readonly trainable: readonly Trainable[];
  readonly learning: ReturnType<typeof learningOf>;
  readonly gpu: object | undefined;
  /** As requested. */
  readonly memory: number | undefined;
}

/**
 * Complete the network of a task and estimate the cost of training; refuses excessive costs before anything is
 * allocated.
 */
export async function outlineTask(
  task: TrainingTask,
  { stack, file, seed: asked, allowOutside, workers, gpu, memory: most }: PrepareOptions,
): Promise<TaskOutline> {
  const memory = most ?? availableMemory();
  const { given, sources } = await networkOf(task, { stack, file, allowOutside });
  throwAll(checkNetwork(given, { stack }));
  const seed = asked ?? task.seed ?? given.seed ?? 1;
  const network = completeNetwork({ ...withoutValues(given, task), seed }, stack);
  const outline = programOf(network, { stack, outline: true });
  const estimate = estimateTask(task, outline, { workers, memory });
  checkMemory(estimate, memory);
  const trainable = task.trainable ?? weightsOf(network);
  checkSteps(network, trainable);
  const learning = learningOf(task.learner ?? "bptt", stack);
  const made = { task, file, sources, stack, seed, network, outline, estimate, trainable };
  return { ...made, learning, gpu, memory: most };
}

/** Complete the network of a task, open its data, and encode all samples. */
export async function prepareTask(
  task: TrainingTask,
  options: PrepareOptions,
): Promise<PreparedTask> {
  return await prepareOutlined(await outlineTask(task, options));
}

/** Make the program of an outlined task, open its data, and encode all samples. */
export async function prepareOutlined({
  outline: _,
  learning,
  gpu,
  memory,
  ...outlined
}: TaskOutline): Promise<PreparedTask> {
  const { file, stack, seed, network, trainable } = outlined;
  const own = programOf(network, { stack });
  const task = startingWith(own, outlined.task);
  const program = inTimeOfChip(own, task, stack);
  checkInputs(task, program);
  const windows = taskWindows(task, network, { dt: program.dt, learning });
  const learnt = windows?.network ?? network;
  const request = requestOf(task, {
    network: learnt,
    stack,
    seed,
    trainable,
    gpu,
    memory,
    carry: windows !== undefined,
    program: windows === undefined ? own : programOf(learnt, { stack }),
  });
  const sets = await openData(task, { file, seed });
  const parts = await encodedParts(sets, task, { request, program, stack, windows });
  return {
    ...outlined,
    task,
    sources: [...outlined.sources, ...sets.files],
    program,
    ...parts,
    readout: windows?.readout ?? task.readout,
    classes: sets.classes,
    begin: (saved, workers = 1, progress) =>
      beginLearning(learning, { ...request, workers, ...(progress && { progress }) }, saved),
  };
}

/**
 * State when samples of a task with a chip start: in the first step of the network's own convention.
 *
 * A chip may stamp its steps differently; the trained network then has the same input on the chip and on other backends.
 */
function startingWith(program: NetworkProgram, task: TrainingTask): TrainingTask {
  const { chip, encoder } = task;
  if (chip === undefined || encoder === undefined) return task;
  return { ...task, encoder: { start: firstTime(program), ...encoder } };
}

/** Give a program the time stamps of the task's chip, on which the encoded spikes are run. */
function inTimeOfChip(program: NetworkProgram, task: TrainingTask, stack: Stack): NetworkProgram {
  const chip = chipOfTask(task, stack);
  if (chip?.emulator.derive === undefined) return program;
  const derived = chip.emulator.derive(program, chip.options, stack) as NetworkProgram;
  return { ...program, convention: derived.convention };
}

/** Encode all samples, and cut the training samples into windows. */
async function encodedParts(
  { train, validation, test }: TaskSets,
  task: TrainingTask,
  {
    request,
    windows,
    ...given
  }: Pick<PreparedTask, "program" | "stack"> & {
    readonly request: LearningTask;
    readonly windows: TaskWindows | undefined;
  },
): Promise<Pick<PreparedTask, "train" | "validation" | "test">> {
  // A run is trial 0, which shows the first sample of the test.
  let first = 0;
  const encode = async (samples: TaskSamples, part: string): Promise<TaskExamples> => {
    const wanted = wantedOf(samples, { ...request, program: given.program });
    const { examples, ...encoded } = await encodeSamples(wanted, task, { ...given, first, part });
    first += samples.size;
    // Labels stay as they are; clipped values are shown.
    const shown = "values" in encoded.samples ? { values: encoded.samples.values } : {};
    return {
      samples: { ...samples, ...shown } as TaskSamples,
      examples,
      late: examples.late,
      clipped: encoded.clipped,
      damaged: encoded.damaged,
    };
  };
  const cut = async (samples: TaskSamples, part: string): Promise<TaskExamples> => {
    const whole = await encode(samples, part);
    return windows === undefined ? whole : { ...whole, examples: windows.cut(whole.examples) };
  };
  const tested = await encode(test, "test with");
  first = learntFrom;
  return {
    train: await cut(train, "learn from"),
    validation: validation && (await cut(validation, "validate with")),
    test: tested,
  };
}

/** The trial of the first training sample: after all tests, so that their number does not affect it. */
const learntFrom = 2 ** 32;

/** Remove the stimuli that show a sample: samples replace them. */
function withoutValues(network: NetworkRecord, { values }: TrainingTask): NetworkRecord {
  const { stimuli } = network;
  if (values === undefined || stimuli === undefined) return network;
  return { ...network, stimuli: stimuli.filter((one) => !givesValues(one, values)) };
}

function weightsOf(network: NetworkRecord): readonly Trainable[] {
  return projectionNames(network).map((projection) => ({ projection, variable: "weight" }));
}

function requestOf(
  task: TrainingTask,
  {
    gpu,
    memory,
    ...given
  }: Pick<PreparedTask, "network" | "program" | "stack" | "seed" | "trainable"> & {
    readonly carry: boolean;
    readonly gpu: object | undefined;
    readonly memory: number | undefined;
  },
): LearningTask {
  const { clip, dropout, normalise, precision, processor, readout, values } = task;
  const slope = surrogateOfTask(task);
  const chip = chipOfTask(task, given.stack);
  return {
    ...given,
    readout,
    loss: lossOf(task),
    optimiser: optimiserOf(task),
    costs: costsOf(task),
    backend: given.stack.get("backend", "clock"),
    ...(slope !== undefined && { surrogate: slope }),
    ...(clip !== undefined && { clip }),
    ...(dropout !== undefined && { dropout }),
    ...(normalise !== undefined && { normalise }),
    ...(values !== undefined && { values: [values.input] }),
    ...(precision !== undefined && { precision }),
    ...(processor !== undefined && { processor }),
    ...(chip !== undefined && { chip }),
    ...(gpu !== undefined && { gpu }),
    ...(memory !== undefined && { memory }),
  };
}

function learningOf(given: Named, stack: Stack): LearningRecord | Configured<LearningRecord> {
  const { name, ...parameters } = typeof given === "string" ? { name: given } : given;
  const found = stack.find("learning", name);
  if (found === undefined) throw unknown("learner", name, stack.list("learning"));
  return { model: found, parameters: parameters as Configured<LearningRecord>["parameters"] };
}

function unknown(place: string, got: string, all: readonly { readonly name: string }[]): Error {
  const known = all.map(({ name }) => name);
  return TRAINING_NAME({ place, known, got, nearest: nearestName(got, known), fromPlugin: true });
}
