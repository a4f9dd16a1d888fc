import type { Batch, SpikeColumns, ValueColumns } from "@spikeloom/kernel";
import { BATCH } from "../errors.ts";
import type { SpikeColumnPlaces } from "../machine/pass-machine.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { GivenPopulation, TrainingProgram } from "../program/training-program.ts";
import { valueInputs } from "../program/value-inputs.ts";
import { copyColumns, placeColumns } from "./spike-columns.ts";
import { spikesOfTrail, trailWords } from "./trail.ts";

/** Positions of a batch's inputs and results in memory, in float64 elements. */
export interface BatchPlace {
  readonly size: number;
  readonly targets: number;
  readonly losses: number;
  /** One row for each example. */
  readonly outputs: number;
  /** The values of each continuous input that a batch gives, in the order of `valueInputs`. */
  readonly values: readonly { readonly steps: number; readonly at: number }[];
  /** Initial and final states of samples, if states are carried over. */
  readonly carried?: { readonly begins: number; readonly ends: number } | undefined;
  /** Columns of the spikes of each given population, which whoever takes examples writes out; undefined where all are written. */
  readonly columns?: readonly SpikeColumnPlaces[] | undefined;
}

/** Inputs for loading a batch. */
export interface BatchParts {
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  readonly memory: TrainingMemory;
  /** Numbers that an example puts out, and that its target has. */
  readonly outputs: number;
  readonly targets: number;
  /** Initial states of samples, and the element whose bits record earlier spikes; undefined if nothing is carried over. */
  readonly carried?: { readonly begins: Float64Array; readonly trail: number } | undefined;
}

/**
 * Check a batch and write it into memory: for each example where each step begins, then who spikes; then numbers.
 *
 * Spikes are left as they come where examples can be written one by one, and are not checked then.
 */
export function loadBatch(
  batch: Batch,
  { program, plan, memory, outputs, targets, carried }: BatchParts,
): BatchPlace {
  const { size } = batch;
  const keys = valueInputs(program);
  const columns = checkParts(batch, { given: program.given, keys, targets });
  const values = keys.map((key) => valuesOf(key, { batch, program }));
  const marksOf = size * (program.steps + 1);
  const before = trailsOf(program.given, { size, lead: program.lead, carried });
  const count = (of: SpikeColumns, trail: Trail | undefined): number =>
    of.neurons.length + (trail?.count ?? 0);
  const events = columns.reduce((sum, one, k) => sum + count(one, before[k]), 0);
  let free = Math.ceil((plan.events + 4 * (marksOf * columns.length + events)) / 8);
  const take = (count: number): number => {
    free += count;
    return free - count;
  };
  const place: BatchPlace = {
    size,
    targets: take(size * targets),
    losses: take(size),
    outputs: take(size * outputs),
    values: values.map((one) => ({ steps: one.steps, at: take(one.values.length) })),
    carried: carried && { begins: take(carried.begins.length), ends: take(carried.begins.length) },
    columns: carried === undefined ? placeColumns(columns, { marksOf, take }) : undefined,
  };
  memory.reach(8 * free);
  const first = plan.events / 4;
  let at = marksOf * columns.length;
  if (place.columns !== undefined) copyColumns(columns, place.columns, memory);
  else
    columns.forEach((one, k) => {
      const { name, size: neurons } = program.given[k] as GivenPopulation;
      const where = { ...one, name, first, marks: marksOf * k, at, neurons: one.neurons };
      const limits = { size, steps: program.steps, lead: program.lead, most: neurons };
      at = writeEvents(memory.integers(), { ...where, before: before[k] }, limits);
    });
  const doubles = memory.doubles();
  if (carried !== undefined) doubles.set(carried.begins, place.carried?.begins);
  doubles.set(batch.targets, place.targets);
  values.forEach((one, k) => {
    doubles.set(one.values, place.values[k]?.at);
  });
  return place;
}

/** Limits for checking a batch that contains only spikes. */
export interface SpikeBatchLimits {
  readonly given: readonly GivenPopulation[];
  /** Steps per sample. */
  readonly steps: number;
  /** Size of a sample's target. */
  readonly targets: number;
}

/**
 * Check a batch of spikes without writing it into memory.
 *
 * Throws `SL_TRAINING_BATCH` in the same cases as a training.
 */
export function checkSpikeBatch(batch: Batch, { given, steps, targets }: SpikeBatchLimits): void {
  checkParts(batch, { given, keys: [], targets });
  checkGivenSpikes(batch, { given, steps });
}

/**
 * Check a batch without writing it into memory; returns the values that it gives, in the order of `valueInputs`.
 *
 * Throws `SL_TRAINING_BATCH` in the same cases as a training.
 */
export function checkBatch(
  batch: Batch,
  { program, targets }: { readonly program: TrainingProgram; readonly targets: number },
): readonly ValueColumns[] {
  const { given, steps } = program;
  const keys = valueInputs(program);
  checkParts(batch, { given, keys, targets });
  const values = keys.map((key) => valuesOf(key, { batch, program }));
  checkGivenSpikes(batch, { given, steps });
  return values;
}

/** Check single spikes, in the order in which they are given. */
export function checkGivenSpikes(
  batch: Batch,
  { given, steps }: Pick<SpikeBatchLimits, "given" | "steps">,
): void {
  const { size } = batch;
  for (const one of given) {
    const columns = spikesOf(batch, one);
    const at = size * (steps + 1);
    const words = new Int32Array(at + columns.neurons.length);
    const limits = { size, steps, lead: 0, most: one.size };
    writeEvents(words, { ...columns, name: one.name, first: 0, marks: 0, at }, limits);
  }
}

/** Check all but single spikes and values; return the spikes of the sources. */
export function checkParts(
  batch: Batch,
  parts: Pick<SpikeBatchLimits, "given" | "targets"> & { readonly keys: readonly string[] },
): readonly SpikeColumns[] {
  const { size, inputs } = batch;
  const { given, keys, targets } = parts;
  if (!(Number.isInteger(size) && size > 0)) {
    throw fault("size", "A batch needs at least one sample.", "an integer of at least 1", size);
  }
  checkNames(inputs, [...given.map(({ name }) => name), ...keys]);
  const columns = given.map((one) => spikesOf(batch, one));
  checkTargets(batch, targets);
  return columns;
}

/** Give where the marks of an example begin, for each given population. */
export function marksIn(
  { size }: BatchPlace,
  example: number,
  { given, steps }: TrainingProgram,
): readonly number[] {
  return given.map((_, k) => (size * k + example) * (steps + 1));
}

function checkTargets({ size, targets }: Batch, each: number): void {
  if (targets.length === size * each) return;
  throw BATCH({
    place: "targets",
    message: "The targets do not match the batch.",
    expected: `${size} × ${each} numbers`,
    got: String(targets.length),
  });
}

/** Refuse inputs that nothing reads. */
function checkNames(inputs: Batch["inputs"], known: readonly string[]): void {
  const odd = Object.keys(inputs).find((key) => !known.includes(key));
  if (odd === undefined) return;
  const message = "The batch supplies an input of an unknown name.";
  throw fault(`inputs.${odd}`, message, known.join(", "), odd);
}

function spikesOf({ inputs, size }: Batch, { name }: GivenPopulation): SpikeColumns {
  const place = `inputs.${name}`;
  const found = inputs[name];
  if (found === undefined || !("begins" in found)) {
    throw fault(place, "The spikes of a source are missing.", "columns of spikes", found);
  }
  const { begins, steps, neurons } = found;
  if (
    begins.length === size + 1 &&
    begins[0] === 0 &&
    steps.length === neurons.length &&
    begins[size] === steps.length
  ) {
    checkRising(begins, place);
    return found;
  }
  const wanted = `${size + 1} offsets, from 0 to the number of spikes`;
  const got = `${begins.length} from ${begins[0]} to ${begins.at(-1)}, ${steps.length} steps, ${neurons.length} neurons`;
  throw fault(place, "Columns of spikes do not match the batch.", wanted, got);
}

/** Refuse examples that begin before the one in front of them, or past the last spike: they would take or write what is of others. */
function checkRising(begins: Uint32Array, place: string): void {
  for (let k = 1; k < begins.length; k++) {
    const [before, begin] = [begins[k - 1] as number, begins[k] as number];
    if (begin >= before) continue;
    const where = `${place}, sample ${k - 1}`;
    const wanted = `ascending offsets, ${before}`;
    throw fault(where, "Samples of a batch overlap.", wanted, begin);
  }
}

/** Spikes of the batch before that still arrive, of one population. */
interface Trail {
  readonly count: number;
  of(example: number, step: number): readonly number[];
}

/** Find the spikes that given populations sent in the last steps before. */
function trailsOf(
  given: readonly GivenPopulation[],
  {
    size,
    lead,
    carried,
  }: { readonly size: number; readonly lead: number } & Pick<BatchParts, "carried">,
): readonly (Trail | undefined)[] {
  if (carried === undefined) return [];
  const { begins, trail } = carried;
  const words = new Int32Array(begins.buffer, begins.byteOffset, 2 * begins.length);
  const each = words.length / size;
  let first = 2 * trail;
  return given.map((one) => {
    const own = first;
    first += trailWords(one.size, lead);
    const of = (example: number, step: number): readonly number[] =>
      spikesOfTrail(words, { from: example * each + own, size: one.size, step });
    let count = 0;
    for (let example = 0; example < size; example++) {
      for (let step = 0; step < lead; step++) count += of(example, step).length;
    }
    return { count, of };
  });
}

interface Events extends SpikeColumns {
  readonly name: string;
  readonly before?: Trail | undefined;
  readonly first: number;
  readonly marks: number;
  readonly at: number;
}

function writeEvents(
  words: Int32Array,
  { name, first, marks, begins, steps, neurons, before: trail, ...where }: Events,
  limits: {
    readonly size: number;
    readonly steps: number;
    readonly lead: number;
    readonly most: number;
  },
): number {
  let at = where.at;
  let mark = first + marks;
  let k = begins[0] as number;
  for (let example = 0; example < limits.size; example++) {
    const end = begins[example + 1] as number;
    for (let step = 0; step < limits.lead; step++) {
      words[mark++] = at;
      for (const neuron of trail?.of(example, step) ?? []) words[first + at++] = neuron;
    }
    for (let step = 0; step < limits.steps - limits.lead; step++) {
      words[mark++] = at;
      let before = -1;
      while (k < end && steps[k] === step) {
        const neuron = neurons[k++] as number;
        if (neuron >= limits.most || neuron <= before) throw noNeuron(name, neuron, limits.most);
        before = neuron;
        words[first + at++] = neuron;
      }
    }
    words[mark++] = at;
    if (k !== end)
      throw noStep(name, { example, step: steps[k], steps: limits.steps - limits.lead });
  }
  return at;
}

function valuesOf(
  key: string,
  { batch, program }: { readonly batch: Batch; readonly program: TrainingProgram },
): ValueColumns {
  const place = `inputs.${key}`;
  const found = program.populations.find(({ name, inflows }) =>
    inflows.some((one) => key === `${name}.${one}`),
  ) as TrainedPopulation;
  const columns = batch.inputs[key];
  if (columns === undefined || !("values" in columns)) {
    const got = columns === undefined ? undefined : "spikes";
    throw fault(place, "The values of an input are missing.", "columns of values", got);
  }
  const { steps, values } = columns;
  const own = program.steps - program.lead;
  const expected = batch.size * steps * found.size;
  if (!((steps === 1 || steps === own) && values.length === expected)) {
    const wanted = `${batch.size} × 1 or ${own} steps × ${found.size} numbers`;
    const got = `${values.length} for ${steps} steps`;
    throw fault(place, "The values do not match the batch.", wanted, got);
  }
  const odd = values.findIndex((one) => !Number.isFinite(one));
  if (odd < 0) return columns;
  const example = Math.floor(odd / (steps * found.size));
  const where = `${place}, sample ${example}`;
  throw fault(where, "A value is not finite.", "finite numbers", values[odd]);
}

function noNeuron(name: string, neuron: number, most: number): Error {
  const expected = `neurons from 0 to ${most - 1}, ascending and at most once per step`;
  return fault(
    `inputs.${name}`,
    "A spike belongs to a neuron that cannot emit it.",
    expected,
    neuron,
  );
}

function noStep(
  name: string,
  { example, step, steps }: { example: number; step: number | undefined; steps: number },
): Error {
  const place = `inputs.${name}, sample ${example}`;
  const expected = `ascending steps from 0 to ${steps - 1}`;
  return fault(place, "A spike is out of order, or after the end.", expected, step);
}

function fault(place: string, message: string, expected: string, got: unknown): Error {
  const text = typeof got === "object" ? "values of a continuous input" : String(got);
  return BATCH({ place, message, expected, got: got === undefined ? "nothing" : text });
}
