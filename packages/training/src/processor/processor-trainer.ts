import type { BufferRange, NeededBuffers, Processor } from "@spikeloom/code/processor";
import {
  type Assessment,
  type Batch,
  checkOptionNames,
  type SpikeColumns,
  type ValueColumns,
} from "@spikeloom/kernel";
import { NOT_FINITE, PROCESSOR_MEMORY } from "../errors.ts";
import { type MemoryPlan, planMemory } from "../memory/memory-plan.ts";
import { type TrainingMemory, trainingMemory } from "../memory/training-memory.ts";
import { type ParsedOptimiser, parseOptimiser } from "../optimisers/optimiser-code.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { masksOf } from "../run/dropout.ts";
import { checkBatch } from "../run/load-batch.ts";
import { trainedParameters } from "../run/parameter-bounds.ts";
import { type TrainedValues, trainedValues } from "../run/trained-values.ts";
import { programOfRequest, type TrainerOptions, trainingProgramOf } from "../run/trainer.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import type { Kept } from "../run/value-update.ts";
import { type BatchPasses, batchPasses } from "./batch-passes.ts";
import {
  type BatchPlan,
  type BufferName,
  controlWords,
  type GivenValues,
  type PopulationArrays,
  planBatch,
  squareSums,
} from "./batch-plan.ts";
import { type SampleCosts, sampleCosts } from "./sample-costs.ts";
import { type StepReadout, stepReadout } from "./step-readout.ts";
import { checkSupported } from "./supported.ts";

/** Access to a processor. */
export interface ProcessorAccess {
  /** Largest buffer in bytes. */
  readonly most: number;
  open(needed: NeededBuffers): Promise<Processor>;
}

/** Trains on a processor. */
export interface ProcessorTrainer {
  /** Size of a sample's output. */
  readonly outputs: number;
  evaluate(batch: Batch): Promise<Assessment>;
  /** Evaluate a batch and compute the gradients of its mean loss. */
  differentiate(batch: Batch): Promise<Assessment>;
  /** Update the values along the gradients. */
  update(rateFactor?: number): Promise<void>;
  parameters(): Promise<readonly Float64Array[]>;
  gradients(): Promise<readonly Float64Array[]>;
  /** Complete state, in the form of a trainer on the CPU. */
  save(): Promise<Kept>;
  restore(kept: Kept): void;
  close(): void;
}

interface Parts {
  readonly request: TrainingRequest;
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  readonly memory: TrainingMemory;
  readonly optimiser: ParsedOptimiser;
  readonly access: ProcessorAccess;
}

/** Requirements of a program on a processor. */
export type ProcessorNeeds = Omit<Parts, "memory" | "access">;

/** Plan the values of a program, for buffers of any size. */
export function processorNeeds(request: TrainingRequest, program: TrainingProgram): ProcessorNeeds {
  const optimiser = parseOptimiser(request.optimiser);
  const { state, common } = optimiser;
  const [plan] = planMemory(program, {
    type: "f32",
    blocks: 1,
    workers: 1,
    kept: state.length,
    common: common.length,
    readout: request.readout.population,
  });
  return { request, program, plan, optimiser };
}

/** Count the bytes of all buffers for a number of samples that are computed together. */
export function bufferBytes(needs: ProcessorNeeds, samples: number): number {
  return 4 * Object.values(planOf(needs, samples).words).reduce((sum, words) => sum + words, 0);
}

/** Create a trainer that computes on a processor, where values stay. */
export function processorTrainer(
  request: TrainingRequest,
  access: ProcessorAccess,
  options: Pick<TrainerOptions, "truncate"> = {},
): ProcessorTrainer {
  checkOptionNames(options, { truncate: true }, "processorTrainer");
  const network = programOfRequest(request.program);
  const program = trainingProgramOf(network, request, options);
  checkSupported(request, program);
  const needs = processorNeeds(request, program);
  const { memory: most = Number.POSITIVE_INFINITY } = request;
  const bytes = bufferBytes(needs, 1);
  if (bytes > most) throw PROCESSOR_MEMORY({ bytes, most });
  const { plan } = needs;
  const memory = trainingMemory(plan.events, "f32");
  const bounds = trainedParameters(network);
  const trained = trainedValues(request.trainable, { program, plan, memory }, bounds);
  trained.start();
  return trainerOf({ ...needs, memory, access }, trained);
}

function trainerOf(parts: Parts, trained: TrainedValues): ProcessorTrainer {
  const { program, plan, memory, optimiser, request } = parts;
  const { loss, readout, clip, dropout = [], seed } = request;
  const { state } = optimiser;
  const common = optimiser.first();
  const elements = plan.trainedElements;
  const present = presentElements(parts, trained);
  // Costs of unknown populations are refused here.
  sampleCosts(request.costs ?? [], planOf(parts, 1));
  let loaded: Loaded | undefined;
  let batches = 0;
  /** Number of batches whose neurons were dropped. */
  let drops = 0;
  const first = stepReadout(readout, {
    program,
    size: sizeOf(program, readout.population),
    samples: 1,
  });
  const floats = (address: number, count: number) =>
    memory.at(address, count) as Float32Array<ArrayBuffer>;
  const values = () => floats(plan.values, plan.allElements);
  const kept = () => floats(plan.kept, elements * state.length);
  const upload = ({ processor, passes: { buffers } }: Loaded): void => {
    processor.write({ buffer: buffers.values, at: 0 }, values().slice());
    processor.write({ buffer: buffers.kept, at: 0 }, kept().slice());
  };
  /** Copy trained values and the optimiser's state from the processor. */
  const download = async (): Promise<void> => {
    if (loaded === undefined) return;
    const ranges = [
      whole(loaded, "values", elements),
      whole(loaded, "kept", elements * state.length),
    ];
    const [own, more] = await read(loaded, ranges, batches);
    values().set(own as Float32Array);
    kept().set(more as Float32Array);
  };
  /** Load the program for this many samples, unless it is. */
  const reach = async (size: number): Promise<Loaded> => {
    const samples = samplesThatFit(parts, size);
    if (loaded !== undefined && loaded.plan.samples >= samples) return loaded;
    await download();
    loaded?.processor.close();
    loaded = await load(parts, samples, present);
    upload(loaded);
    return loaded;
  };
  /** Add the masks of dropout, which keep all neurons while nothing is learnt. */
  const masked = (batch: Batch, learns: boolean): Batch => {
    if (dropout.length === 0) return batch;
    const drawn = learns ? { seed, batch: drops } : undefined;
    if (learns) drops++;
    const masks = masksOf(dropout, { program, size: batch.size, drawn });
    return { ...batch, inputs: { ...batch.inputs, ...masks } };
  };
  const assess = async (given: Batch, learns: boolean): Promise<Assessment> => {
    const targets = loss.targets(first.outputs);
    const batch = masked(given, learns);
    const values = checkBatch(batch, { program, targets });
    const own = await reach(batch.size);
    for (const { population, share } of dropout) {
      const at = own.plan.populations.get(population)?.factor as number;
      const factor = Float32Array.of(learns ? 1 / (1 - share) : 1);
      own.processor.write({ buffer: own.passes.buffers.constants, at }, factor);
    }
    const outputs = new Float64Array(batch.size * first.outputs);
    let sum = 0;
    for (let from = 0; from < batch.size; from += own.plan.samples) {
      const count = Math.min(own.plan.samples, batch.size - from);
      const chunk = { batch, values, from, count, targets, isFirst: from === 0 };
      sum += await assessChunk(parts, own, { ...chunk, outputs, learns, batches });
    }
    return { loss: sum / batch.size, outputs };
  };
  /** The factor by which gradients are clipped. */
  const clippedBy = async (own: Loaded): Promise<number> => {
    if (clip === undefined) return 1;
    const [found] = await own.processor.submit({
      cleared: [],
      record: (commands) => own.passes.square(commands),
      read: [whole(own, "squares", squareSums)],
      step: batches,
    });
    let sum = asFloats(found as Int32Array).reduce((all, one) => all + one, 0);
    if (!Number.isFinite(sum)) {
      // A square may exceed single precision where no gradient does.
      await readGradients(own);
      sum = trained.squares(plan.gradients).reduce((all, one) => all + one, 0);
      if (!Number.isFinite(sum)) throw await notUpdated(own, { parts, trained, batches });
    }
    const norm = Math.sqrt(sum);
    return norm > clip ? clip / norm : 1;
  };
  const readGradients = async (own: Loaded): Promise<void> => {
    const [all] = await read(own, [whole(own, "gradients", elements)], batches);
    floats(plan.gradients, elements).set(all as Float32Array);
    trained.mend();
  };
  return {
    outputs: first.outputs,
    evaluate: (batch) => assess(batch, false),
    differentiate: (batch) => assess(batch, true),
    async update(rateFactor = 1) {
      if (loaded === undefined) return;
      batches++;
      const before = common.slice();
      try {
        optimiser.next(common, rateFactor);
        const { processor, passes } = loaded;
        const scale = await clippedBy(loaded);
        const numbers = Float32Array.of(...common, scale);
        processor.write({ buffer: passes.buffers.common, at: 0 }, numbers);
        const [control] = await processor.submit({
          cleared: [whole(loaded, "control", controlWords.length)],
          record: (commands) => passes.update(commands),
          read: [whole(loaded, "control", controlWords.length)],
          step: batches,
        });
        if (control?.[controlWords.infinite] !== 0)
          throw await notUpdated(loaded, { parts, trained, batches });
      } catch (error) {
        common.set(before);
        throw error;
      }
    },
    async parameters() {
      await download();
      return trained.copies();
    },
    async gradients() {
      if (loaded === undefined) return [];
      await readGradients(loaded);
      return trained.beside(plan.gradients);
    },
    async save() {
      await download();
      const own = floats(plan.values, elements);
      return {
        values: Float64Array.from(own),
        kept: Float64Array.from(kept()),
        // As on the CPU, the number of batches with dropout follows.
        common: dropout.length > 0 ? Float64Array.of(...common, drops) : common.slice(),
      };
    },
    restore(from) {
      floats(plan.values, elements).set(from.values);
      kept().set(from.kept);
      common.set(from.common.subarray(0, common.length));
      if (dropout.length > 0) drops = from.common[common.length] as number;
      if (loaded !== undefined) upload(loaded);
    },
    close: () => loaded?.processor.close(),
  };
}

/** A program on a processor. */
interface Loaded {
  readonly processor: Processor;
  readonly plan: BatchPlan;
  readonly passes: BatchPasses;
  readonly readout: StepReadout;
  /** Values that are read, and derivatives with respect to them. */
  readonly read: { readonly buffer: BufferName; readonly at: number; readonly words: number };
  readonly slopes: number;
  readonly costs: SampleCosts;
}

function planOf({ program, plan, optimiser, request }: ProcessorNeeds, samples: number): BatchPlan {
  return planBatch(program, {
    samples,
    values: plan,
    common: optimiser.common.length,
    kept: optimiser.state.length,
    read: request.readout,
    dropped: new Set(request.dropout?.map(({ population }) => population)),
    counted: new Set(request.costs?.map(({ population }) => population)),
  });
}

/** Largest number of samples whose arrays fit in the processor's buffers, and all of them in memory. */
function samplesThatFit(parts: Parts, size: number): number {
  const { access, request } = parts;
  const { memory: all = Number.POSITIVE_INFINITY } = request;
  const fits = (samples: number): boolean => {
    const words = Object.values(planOf(parts, samples).words);
    const sum = words.reduce((total, one) => total + one, 0);
    return words.every((one) => 4 * one <= access.most) && 4 * sum <= all;
  };
  let [least, most] = [1, size];
  if (fits(most)) return most;
  while (most - least > 1) {
    const middle = (least + most) >>> 1;
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return least;
}

async function load(
  parts: Parts,
  samples: number,
  present: Float32Array<ArrayBuffer>,
): Promise<Loaded> {
  const { program, access, request, optimiser } = parts;
  const plan = planOf(parts, samples);
  const processor = await access.open(plan.words);
  try {
    const { readout } = request;
    const passes = await batchPasses(processor, {
      program,
      plan,
      values: parts.plan,
      optimiser,
      read: readout,
    });
    writeStart(processor, { program, plan, passes, present });
    const own = plan.populations.get(readout.population) as PopulationArrays;
    const isSpikes = readout.variable === "spikes";
    const words = plan.steps * samples * own.size;
    const state = (own.states.get(readout.variable) ?? 0) + samples * own.size;
    return {
      processor,
      plan,
      passes,
      readout: stepReadout(readout, { program, size: own.size, samples }),
      // A state is read after each step.
      read: { buffer: isSpikes ? "spikes" : "rows", at: isSpikes ? own.spikes : state, words },
      slopes: isSpikes ? own.sums : (own.read as number),
      costs: sampleCosts(request.costs ?? [], plan),
    };
  } catch (error) {
    processor.close();
    throw error;
  }
}

/** Write what states and constants are at first. */
function writeStart(
  processor: Processor,
  {
    program,
    plan,
    passes: { buffers },
    present,
  }: Pick<Loaded, "plan" | "passes"> & {
    readonly program: TrainingProgram;
    readonly present: Float32Array<ArrayBuffer>;
  },
): void {
  for (const { name, states, constants, size } of program.populations) {
    const own = plan.populations.get(name) as PopulationArrays;
    for (const [slot, value] of states) {
      const row = new Float32Array(plan.samples * size);
      for (let k = 0; k < row.length; k++)
        row[k] = typeof value === "number" ? value : (value[k % size] as number);
      processor.write({ buffer: buffers.rows, at: own.states.get(slot) as number }, row);
    }
    for (const [slot, values] of constants) {
      const at = own.constants.get(slot) as number;
      processor.write({ buffer: buffers.constants, at }, Float32Array.from(values));
    }
  }
  const times = Float32Array.from({ length: plan.steps }, (_, step) => step * program.dt);
  processor.write({ buffer: buffers.constants, at: plan.times }, times);
  processor.write({ buffer: buffers.constants, at: plan.present }, present);
}

/** Mark the elements of the values that stand for a synapse. */
function presentElements(
  { plan, memory }: Parts,
  trained: TrainedValues,
): Float32Array<ArrayBuffer> {
  const all = memory.at(plan.gradients, plan.trainedElements);
  all.fill(1);
  if (trained.mends) trained.mend();
  return Float32Array.from(all);
}

interface Chunk {
  readonly batch: Batch;
  /** Values that the batch gives, in the order of `valueInputs`. */
  readonly values: readonly ValueColumns[];
  readonly from: number;
  readonly count: number;
  readonly targets: number;
  readonly isFirst: boolean;
  readonly outputs: Float64Array;
  readonly learns: boolean;
  readonly batches: number;
}

/** Assess some samples of a batch; returns the sum of their losses. */
async function assessChunk(parts: Parts, loaded: Loaded, chunk: Chunk): Promise<number> {
  const { batch, from, count, targets, outputs, learns, isFirst } = chunk;
  const { processor, passes, readout, plan } = loaded;
  const { buffers } = passes;
  const [control, values, counts] = await forward(parts, loaded, chunk);
  if (control?.[controlWords.odd] !== 0) throw await oddState(parts, loaded, chunk);
  const slopes = new Float32Array(loaded.read.words);
  const [output, slope] = [new Float64Array(readout.outputs), new Float64Array(readout.outputs)];
  let sum = 0;
  for (let own = 0; own < count; own++) {
    readout.read(values, own, output);
    const target = batch.targets.subarray((from + own) * targets, (from + own + 1) * targets);
    const value = parts.request.loss.value(output, target, slope) + loaded.costs.value(counts, own);
    if (!Number.isFinite(value)) throw notFiniteLoss(value, from + own);
    sum += value;
    outputs.set(output, (from + own) * readout.outputs);
    if (!learns) continue;
    readout.write(slopes, own, { values, slope, scale: 1 / batch.size });
    loaded.costs.write(own, 1 / batch.size);
  }
  if (!learns) return sum;
  processor.write({ buffer: buffers.sums, at: loaded.slopes }, slopes);
  processor.write({ buffer: buffers.counts, at: 0 }, loaded.costs.words);
  await processor.submit({
    cleared: [
      whole(loaded, "adjoints", plan.words.adjoints),
      ...(isFirst ? [whole(loaded, "gradients", plan.words.gradients)] : []),
    ],
    record: (commands) => passes.backward(commands),
    read: [],
    step: chunk.batches,
  });
  return sum;
}

/** Compute all steps of some samples; returns `control` and the values that are read. */
async function forward(
  { program }: Parts,
  loaded: Loaded,
  { batch, values: given, from, count, batches }: Chunk,
): Promise<readonly [control: Int32Array | undefined, values: Float32Array, counts: Float32Array]> {
  const { processor, passes, plan, read: values } = loaded;
  const { buffers } = passes;
  const most = plan.words.events - 1;
  const events = listEvents(batch, { program, plan, from, count });
  let cleared: readonly BufferRange[] = [
    whole(loaded, "control", controlWords.length),
    {
      buffer: buffers.inflows,
      at: plan.valueWords,
      words: plan.words.inflows - plan.valueWords,
    },
    whole(loaded, "sums", plan.words.sums),
    { buffer: buffers.spikes, at: 0, words: plan.givenWords },
  ];
  plan.values.forEach((one, k) => {
    const rows = rowsOfValues(given[k] as ValueColumns, one, { plan, from, count });
    processor.write({ buffer: buffers.inflows, at: one.at }, rows);
  });
  for (let at = 0; ; at += most) {
    const own = events.subarray(at, at + most);
    const isLast = at + most >= events.length;
    const words = new Int32Array(1 + own.length);
    words[0] = own.length;
    words.set(own, 1);
    processor.write({ buffer: buffers.events, at: 0 }, words);
    const [control, bits, counted] = await processor.submit({
      cleared,
      record(commands) {
        passes.scatter(commands, own.length);
        if (isLast) passes.forward(commands);
      },
      read: isLast
        ? [
            whole(loaded, "control", controlWords.length),
            { buffer: buffers[values.buffer], at: values.at, words: values.words },
            whole(loaded, "counts", plan.words.counts),
          ]
        : [],
      step: batches,
    });
    if (isLast) {
      return [control, asFloats(bits as Int32Array), asFloats(counted as Int32Array)];
    }
    cleared = [];
  }
}

/** List the elements that the spikes of some samples set. */
function listEvents(
  { inputs }: Batch,
  {
    program,
    plan,
    from,
    count,
  }: Pick<Chunk, "from" | "count"> & {
    readonly program: TrainingProgram;
    readonly plan: BatchPlan;
  },
): Int32Array {
  const found: number[] = [];
  for (const { name, size } of program.given) {
    const { begins, steps, neurons } = inputs[name] as SpikeColumns;
    const first = plan.given.get(name) as number;
    for (let own = 0; own < count; own++) {
      const end = begins[from + own + 1] as number;
      for (let k = begins[from + own] as number; k < end; k++) {
        const row = (steps[k] as number) * plan.samples + own;
        found.push(first + row * size + (neurons[k] as number));
      }
    }
  }
  return Int32Array.from(found);
}

/** Arrange the values of some samples: a row for each step and sample. */
function rowsOfValues(
  { steps, values }: ValueColumns,
  { size }: GivenValues,
  { plan, from, count }: Pick<Chunk, "from" | "count"> & { readonly plan: BatchPlan },
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(plan.steps * plan.samples * size);
  for (let step = 0; step < plan.steps; step++) {
    for (let own = 0; own < count; own++) {
      const row = ((from + own) * steps + (steps === 1 ? 0 : step)) * size;
      rows.set(values.subarray(row, row + size), (step * plan.samples + own) * size);
    }
  }
  return rows;
}

function whole({ passes }: Pick<Loaded, "passes">, name: BufferName, words: number): BufferRange {
  return { buffer: passes.buffers[name], at: 0, words };
}

async function read(
  { processor }: Loaded,
  ranges: readonly BufferRange[],
  step: number,
): Promise<readonly Float32Array[]> {
  const found = await processor.submit({
    cleared: [],
    record: () => undefined,
    read: ranges,
    step,
  });
  return found.map(asFloats);
}

function asFloats({ buffer, byteOffset, length }: Int32Array): Float32Array {
  return new Float32Array(buffer, byteOffset, length);
}

function sizeOf({ populations }: TrainingProgram, name: string): number {
  return populations.find((one) => one.name === name)?.size as number;
}

function notFiniteLoss(value: number, sample: number): Error {
  return NOT_FINITE({
    place: `sample ${sample} of the batch`,
    message: "The loss of a sample is not finite.",
    expected: "finite numbers",
    got: String(value),
    next: "Lower the rate, clip gradients, or check the batch for NaN.",
  });
}

/** Find the sample and the population whose state is not a number. */
async function oddState(
  { program }: Parts,
  loaded: Loaded,
  { from, count, batches }: Chunk,
): Promise<Error> {
  const { plan, passes } = loaded;
  let found = { sample: from, population: "" };
  for (const { name, size } of program.populations.toReversed()) {
    const own = plan.populations.get(name) as PopulationArrays;
    for (const at of own.states.values()) {
      const words = plan.samples * size;
      const range = { buffer: passes.buffers.rows, at: at + plan.steps * words, words };
      const [row] = await read(loaded, [range], batches);
      const odd = row?.subarray(0, count * size).findIndex(Number.isNaN) ?? -1;
      if (odd >= 0) found = { sample: from + Math.floor(odd / size), population: name };
    }
  }
  return NOT_FINITE({
    place: `sample ${found.sample} of the batch`,
    message: `A state of "${found.population}" is not finite.`,
    expected: "finite numbers",
    got: "NaN",
    next: "Lower the rate, clip gradients, or check the batch for NaN.",
  });
}

/** Report which gradients, or results of an update, are not finite; values and state are as before. */
async function notUpdated(
  loaded: Loaded,
  {
    parts: { plan, memory },
    trained,
    batches,
  }: { readonly parts: Parts; readonly trained: TrainedValues; readonly batches: number },
): Promise<Error> {
  const elements = plan.trainedElements;
  const ranges = [whole(loaded, "gradients", elements), whole(loaded, "aside", elements)];
  const [gradients, values] = await read(loaded, ranges, batches);
  const oddIn = (all: Float32Array | undefined): number => {
    memory.at(plan.gradients, elements).set(all as Float32Array);
    return trained.beside(plan.gradients).findIndex((one) => !one.every(Number.isFinite));
  };
  const texts = [
    [oddIn(gradients), "The gradients of a batch are not finite."],
    [oddIn(values), "An update would make values that are not finite."],
    [0, "An update would make a state of the optimiser that is not finite."],
  ] as const;
  const [which, message] = texts.find(([odd]) => odd >= 0) as (typeof texts)[number];
  return NOT_FINITE({
    place: `${trained.names[which]}, batch ${batches} since training began`,
    message,
    expected: "finite numbers",
    got: "an infinity or NaN",
    next: "Lower the rate or use a surrogate without a peak. The values are unchanged.",
  });
}
