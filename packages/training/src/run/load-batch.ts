import type { Batch, SpikeColumns, ValueColumns } from "@spikeloom/kernel";
import { BATCH } from "../errors.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { GivenPopulation, TrainingProgram } from "../program/training-program.ts";
import { valueInputs } from "../program/value-inputs.ts";

/** A batch whose spikes are in memory. */
export interface LoadedBatch {
  readonly batch: Batch;
  /** Where the marks of an example begin, for each given population. */
  marks(example: number): readonly number[];
  /** The values of continuous inputs that it gives. */
  readonly values: readonly LoadedValues[];
}

/** Values of a continuous input of a population. */
export interface LoadedValues extends ValueColumns {
  readonly population: string;
  readonly input: string;
}

/** Check a batch and write its spikes into memory: for each example where each step begins, then who spikes. */
export function loadBatch(
  batch: Batch,
  {
    program,
    plan,
    memory,
  }: {
    readonly program: TrainingProgram;
    readonly plan: MemoryPlan;
    readonly memory: TrainingMemory;
  },
): LoadedBatch {
  const { size, inputs } = batch;
  if (!(Number.isInteger(size) && size > 0)) {
    throw fault("size", "A batch has at least one example.", "a whole number from 1 on", size);
  }
  checkNames(inputs, program);
  const columns = program.given.map((one) => spikesOf(batch, one));
  const marksOf = size * (program.steps + 1);
  const events = columns.reduce((sum, { neurons }) => sum + neurons.length, 0);
  memory.reach(plan.events + 4 * (marksOf * columns.length + events));
  const first = plan.events / 4;
  let at = marksOf * columns.length;
  columns.forEach((one, k) => {
    const { name, size: neurons } = program.given[k] as GivenPopulation;
    const where = { ...one, name, first, marks: marksOf * k, at, neurons: one.neurons };
    at = writeEvents(memory.integers(), where, { size, steps: program.steps, most: neurons });
  });
  const starts = columns.map((_, k) => marksOf * k);
  return {
    batch,
    marks: (example) => starts.map((start) => start + example * (program.steps + 1)),
    values: valueInputs(program).map((key) => valuesOf(key, { batch, program })),
  };
}

/** Refuse inputs of which nothing would be read. */
function checkNames(inputs: Batch["inputs"], program: TrainingProgram): void {
  const known = [...program.given.map(({ name }) => name), ...valueInputs(program)];
  const odd = Object.keys(inputs).find((key) => !known.includes(key));
  if (odd === undefined) return;
  const message = "Nothing that a batch gives has this name.";
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
  )
    return found;
  const wanted = `${size + 1} beginnings, from 0 to the number of spikes`;
  const got = `${begins.length} from ${begins[0]} to ${begins.at(-1)}, ${steps.length} steps, ${neurons.length} neurons`;
  throw fault(place, "Columns of spikes do not fit the batch.", wanted, got);
}

interface Events extends SpikeColumns {
  readonly name: string;
  readonly first: number;
  readonly marks: number;
  readonly at: number;
}

function writeEvents(
  words: Int32Array,
  { name, first, marks, begins, steps, neurons, ...where }: Events,
  limits: { readonly size: number; readonly steps: number; readonly most: number },
): number {
  let at = where.at;
  let mark = first + marks;
  let k = begins[0] as number;
  for (let example = 0; example < limits.size; example++) {
    const end = begins[example + 1] as number;
    for (let step = 0; step < limits.steps; step++) {
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
    if (k !== end) throw noStep(name, { example, step: steps[k], steps: limits.steps });
  }
  return at;
}

function valuesOf(
  key: string,
  { batch, program }: { readonly batch: Batch; readonly program: TrainingProgram },
): LoadedValues {
  const place = `inputs.${key}`;
  const found = program.populations.find(({ name, inflows }) =>
    inflows.some((one) => key === `${name}.${one}`),
  ) as TrainedPopulation;
  const input = key.slice(found.name.length + 1);
  const columns = batch.inputs[key];
  if (columns === undefined || !("values" in columns)) {
    const got = columns === undefined ? undefined : "spikes";
    throw fault(place, "The values of an input are missing.", "columns of values", got);
  }
  const { steps, values } = columns;
  const expected = batch.size * steps * found.size;
  if (!((steps === 1 || steps === program.steps) && values.length === expected)) {
    const wanted = `${batch.size} × 1 or ${program.steps} steps × ${found.size} numbers`;
    const got = `${values.length} for ${steps} steps`;
    throw fault(place, "Values do not fit the batch.", wanted, got);
  }
  const odd = values.findIndex((one) => !Number.isFinite(one));
  if (odd < 0) return { ...columns, population: found.name, input };
  const example = Math.floor(odd / (steps * found.size));
  const where = `${place}, example ${example}`;
  throw fault(where, "A value is not finite.", "finite numbers", values[odd]);
}

function noNeuron(name: string, neuron: number, most: number): Error {
  const expected = `neurons from 0 to ${most - 1}, each once in a step, in their order`;
  return fault(`inputs.${name}`, "A spike is of a neuron that cannot send it.", expected, neuron);
}

function noStep(
  name: string,
  { example, step, steps }: { example: number; step: number | undefined; steps: number },
): Error {
  const place = `inputs.${name}, example ${example}`;
  const expected = `steps from 0 to ${steps - 1}, none before the one in front of it`;
  return fault(place, "A spike is out of order, or past the end.", expected, step);
}

function fault(place: string, message: string, expected: string, got: unknown): Error {
  const text = typeof got === "object" ? "values of a continuous input" : String(got);
  return BATCH({ place, message, expected, got: got === undefined ? "nothing" : text });
}
