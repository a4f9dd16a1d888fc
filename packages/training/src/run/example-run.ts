import type { Assessment, Batch, LearningRequest } from "@spikeloom/kernel";
import { NOT_FINITE } from "../errors.ts";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { GradientMethod } from "../online/gradient-method.ts";
import { tapeOf } from "../online/tape.ts";
import { isSummed } from "../program/value-inputs.ts";
import { outputReader } from "../readout/reader.ts";
import { type BatchProgress, batchProgress } from "./batch-progress.ts";
import { type CarriedStates, carriedStates } from "./carried-states.ts";
import { type BatchPlace, loadBatch, marksIn } from "./load-batch.ts";
import { rateCosts } from "./rate-costs.ts";
import type { RunParts } from "./run-parts.ts";
import { writeColumns } from "./spike-columns.ts";

type Request = Pick<LearningRequest, "loss" | "readout" | "costs" | "carry" | "progress">;

/** Examples of a batch that are taken through their steps together. */
export interface Group {
  readonly first: number;
  readonly count: number;
}

/** Runs the examples of a batch, a group at a time. */
export interface ExampleRun {
  readonly outputs: number;
  /** The example that was looked at last. */
  readonly at: number;
  /** States carried from batch to batch, if requested. */
  readonly carried: CarriedStates | undefined;
  /** Check a batch and write it into memory, with what its examples begin with where states are carried over. */
  load(batch: Batch, begins?: Float64Array): BatchPlace;
  /** Run examples of a batch that is in memory, whoever has written it. */
  open(batch: BatchPlace): void;
  /** Take examples forward; how the loss changes with what is read is kept times `scale`, where it is given. */
  forward(group: Group, scale?: number): void;
  /** Take the same examples back; the block's gradients begin at that element. */
  backward(group: Group, gradients: number): void;
  /** Result of the batch. */
  found(): Assessment;
  readonly progress: BatchProgress;
}

/** Create a run of the samples of a batch, differentiated by a gradient method if one is given. */
export function exampleRun(
  parts: RunParts,
  { loss, readout, costs = [], carry = false, progress: words }: Request,
  method?: GradientMethod,
): ExampleRun {
  const { program, plan, memory, machine } = parts;
  const place = plan.populations.get(readout.population) as PopulationPlace;
  const reader = outputReader(readout, { program, place, memory });
  const rates = rateCosts(costs, parts);
  const [inputs, states] = [givenRows(parts), lastStates(parts)];
  const output = new Float64Array(reader.outputs);
  const slope = new Float64Array(reader.outputs);
  const target = new Float64Array(loss.targets(reader.outputs));
  const sizes = { outputs: output.length, targets: target.length };
  let batch: BatchPlace = { size: 0, targets: 0, losses: 0, outputs: 0, values: [] };
  let [at, taken] = [0, 0];
  startStates(parts);
  const carried = carry ? carriedStates(parts) : undefined;
  const progress = batchProgress(program, words);
  const goBack = (method: GradientMethod, { example, own }: Own, gradients: number): void => {
    const doubles = memory.doubles();
    const rowOf = (all: number, each: number): Float64Array =>
      doubles.subarray(all + example * each, all + (example + 1) * each);
    const tape = tapeOf(parts, {
      output: rowOf(batch.outputs, output.length),
      target: rowOf(batch.targets, target.length),
      scale: taken,
      marks: marksIn(batch, example, program),
      own,
      gradients,
      readout: readout.population,
    });
    method.back(tape);
  };
  const assess = (example: number, own: number): number => {
    at = example;
    if (!areNumbers(states, own, parts)) throw notFinite(Number.NaN, example, parts);
    reader.read(own, output);
    readNumbers(target, memory.doubles(), batch.targets + example * target.length);
    const value = loss.value(output, target, slope) + rates.value(own);
    if (Number.isFinite(value)) return value;
    throw notFinite(value, example, parts);
  };
  return {
    outputs: output.length,
    carried,
    progress,
    get at() {
      return at;
    },
    load(given, begins) {
      const trail = carried?.stateElements ?? 0;
      return loadBatch(given, { ...parts, ...sizes, carried: begins && { begins, trail } });
    },
    open(loaded) {
      batch = loaded;
    },
    forward(group, scale) {
      const { first, count } = group;
      at = first;
      writeColumns(batch.columns, group, parts);
      for (let own = 0; own < count; own++) {
        if (inputs.length > 0) writeValues(inputs, batch, { example: first + own, own, ...parts });
        carried?.enter(batch, { example: first + own, own });
      }
      const marks = marksIn(batch, first, program);
      progress.eachPart(count, (from, until) => machine.forward(marks, count, { from, until }));
      for (let own = 0; own < count; own++) carried?.leave(batch, { example: first + own, own });
      taken = scale ?? 0;
      const doubles = memory.doubles();
      for (let own = 0; own < count; own++) {
        doubles[batch.losses + first + own] = assess(first + own, own);
        writeNumbers(output, doubles, batch.outputs + (first + own) * output.length);
        if (scale === undefined) continue;
        reader.write(own, slope, scale);
        rates.write(own, scale);
      }
    },
    backward({ first, count }, gradients) {
      const marks = marksIn(batch, first, program);
      if (method === undefined) {
        progress.eachPart(count, (from, until) =>
          machine.backward(marks, count, gradients, { from, until }),
        );
      } else {
        for (let own = 0; own < count; own++) {
          goBack(method, { example: first + own, own }, gradients);
          progress.addPass(1);
        }
      }
      progress.addPass(count);
    },
    found: () => foundIn(memory.doubles(), batch, output.length),
  };
}

function readNumbers(into: Float64Array, doubles: Float64Array, from: number): void {
  for (let k = 0; k < into.length; k++) into[k] = doubles[from + k] as number;
}

function writeNumbers(from: Float64Array, doubles: Float64Array, at: number): void {
  for (let k = 0; k < from.length; k++) doubles[at + k] = from[k] as number;
}

/** Read what became of a batch, whose examples have so many outputs each. */
function foundIn(
  doubles: Float64Array,
  { size, losses, outputs }: BatchPlace,
  each: number,
): Assessment {
  let sum = 0;
  for (let example = 0; example < size; example++) sum += doubles[losses + example] as number;
  return { loss: sum / size, outputs: doubles.slice(outputs, outputs + size * each) };
}

/** An example of the batch, and which of its group it is. */
interface Own {
  readonly example: number;
  readonly own: number;
}

/** Write what states and constants are at first; padding is as the first neuron. */
function startStates({ program, plan, memory }: RunParts): void {
  const { steps, lead } = program;
  for (const { name, states, constants } of program.populations) {
    const place = plan.populations.get(name);
    if (place === undefined) continue;
    const bytes = memory.type === "f64" ? 8 : 4;
    const write = (address: number, value: number | Float64Array): void => {
      const row = memory.at(address, place.width);
      row.fill(typeof value === "number" ? value : (value[0] as number));
      if (typeof value !== "number") row.set(value);
    };
    for (let own = 0; own < plan.group; own++) {
      const row = (own * (steps + 1) + lead) * place.rowElements;
      for (const [slot, value] of states) {
        write(place.rows + bytes * (row + placeIn(place.slots, slot)), value);
      }
    }
    for (const [slot, values] of constants) write(place.constants.get(slot) ?? 0, values);
  }
}

/** A value passed from step to step: the first element of its rows, and the strides between samples and steps. */
interface GivenRows {
  readonly first: number;
  readonly rowElements: number;
  readonly size: number;
}

/** Find where the values go that batches give, in the order of `valueInputs`. */
function givenRows({ program, plan, memory }: RunParts): readonly GivenRows[] {
  const bytes = memory.type === "f64" ? 8 : 4;
  return program.populations.flatMap(({ name, inflows }) => {
    const { rows, rowElements, size, slots } = plan.populations.get(name) as PopulationPlace;
    return inflows.flatMap((input) =>
      isSummed(program, name, input)
        ? []
        : [{ first: rows / bytes + placeIn(slots, input), rowElements, size }],
    );
  });
}

/** Write the values that a batch gives into the rows of an example. */
function writeValues(
  inputs: readonly GivenRows[],
  { values }: BatchPlace,
  { example, own, program, memory }: Own & Pick<RunParts, "program" | "memory">,
): void {
  const [floats, doubles] = [memory.floats(), memory.doubles()];
  inputs.forEach(({ first, rowElements, size }, k) => {
    const { steps, at } = values[k] as BatchPlace["values"][number];
    const begin = first + (own * (program.steps + 1) + program.lead) * rowElements;
    for (let step = 0; step < program.steps - program.lead; step++) {
      const row = at + (example * steps + (steps === 1 ? 0 : step)) * size;
      floats.set(doubles.subarray(row, row + size), begin + step * rowElements);
    }
  });
}

/** Byte address of the first sample's final states, and the stride to those of the next. */
interface LastStates {
  readonly first: number;
  readonly exampleBytes: number;
  readonly size: number;
  readonly width: number;
}

/** Find the last states of examples. */
function lastStates({ program, plan, memory }: RunParts): readonly LastStates[] {
  const bytes = memory.type === "f64" ? 8 : 4;
  return program.populations.flatMap(({ name, states }) => {
    const { rows, rowElements, slots, size, width } = plan.populations.get(name) as PopulationPlace;
    const exampleBytes = bytes * (program.steps + 1) * rowElements;
    return [...states.keys()].map((slot) => {
      const last = rows + bytes * (program.steps * rowElements + placeIn(slots, slot));
      return { first: last, exampleBytes, size, width };
    });
  });
}

/** Whether all states are numbers: one that is none stays so, and its neuron never spikes, of which the loss would not tell. */
function areNumbers(
  states: readonly LastStates[],
  own: number,
  { machine, memory }: Pick<RunParts, "machine" | "memory">,
): boolean {
  for (let k = 0; k < states.length; k++) {
    const { first, exampleBytes, size, width } = states[k] as LastStates;
    const at = first + own * exampleBytes;
    // An infinity may be a state; nobody has to look for one where all are finite.
    if (!machine.isFinite(at, width) && memory.at(at, size).some(Number.isNaN)) return false;
  }
  return true;
}

/** Say what is not finite any more: the population whose state it is, where there is one. */
function notFinite(value: number, example: number, { program, plan, memory }: RunParts): Error {
  const odd = program.populations.find(({ name }) => {
    const place = plan.populations.get(name);
    if (place === undefined) return false;
    const rows = memory.at(place.rows, place.rowElements * (program.steps + 1) * plan.group);
    return !rows.every(Number.isFinite);
  });
  return NOT_FINITE({
    place: `sample ${example} of the batch`,
    message:
      odd === undefined
        ? "The loss of a sample is not finite."
        : `A state of "${odd.name}" is not finite.`,
    expected: "finite numbers",
    got: String(value),
    next: "Lower the rate, clip gradients, or check the batch for NaN.",
  });
}
