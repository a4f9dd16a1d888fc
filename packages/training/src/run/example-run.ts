import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { BATCH, NOT_FINITE } from "../errors.ts";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import { tapeOf } from "../online/tape.ts";
import type { WayBack } from "../online/way-back.ts";
import { outputReader } from "../readout/reader.ts";
import { type LoadedBatch, loadBatch } from "./load-batch.ts";
import { rateCosts } from "./rate-costs.ts";
import type { RunParts } from "./run-parts.ts";

type Request = Pick<LearningRequest, "loss" | "readout" | "costs">;

/** Examples of a batch that are taken through their steps together. */
export interface Group {
  readonly first: number;
  readonly count: number;
}

/** What becomes of the examples of a batch. */
export interface Found {
  readonly losses: Float64Array;
  /** One row for each example. */
  readonly outputs: Float64Array;
}

/** Runs the examples of a batch, a group at a time. */
export interface ExampleRun {
  readonly outputs: number;
  load(batch: Batch): void;
  /** Take examples forward; how the loss changes with what is read is kept times `scale`, where it is given. */
  forward(group: Group, found: Found, scale?: number): void;
  /** Take the same examples back; the block's gradients begin at that element. */
  backward(group: Group, gradients: number): void;
}

/** Make what runs the examples of batches, back in another way where one is given; states begin as the network says. */
export function exampleRun(
  parts: RunParts,
  { loss, readout, costs = [] }: Request,
  way?: WayBack,
): ExampleRun {
  const { program, plan, memory, machine } = parts;
  const place = plan.populations.get(readout.population) as PopulationPlace;
  const reader = outputReader(readout, { program, place, memory });
  const rates = rateCosts(costs, parts);
  const output = new Float64Array(reader.outputs);
  const slope = new Float64Array(reader.outputs);
  const target = new Float64Array(loss.targets(reader.outputs));
  let loaded: LoadedBatch | undefined;
  const marksOf = (example: number): readonly number[] => loaded?.marks(example) ?? [];
  let taken: { readonly outputs: Float64Array; readonly scale: number } = {
    outputs: output,
    scale: 0,
  };
  startStates(parts);
  const goBack = (way: WayBack, { example, own }: Own, gradients: number): void => {
    const rowOf = (all: Float64Array, each: number): Float64Array =>
      all.subarray(example * each, (example + 1) * each);
    const tape = tapeOf(parts, {
      output: rowOf(taken.outputs, output.length),
      target: rowOf(loaded?.batch.targets ?? target, target.length),
      ...{ scale: taken.scale, marks: marksOf(example), own, gradients },
      readout: readout.population,
    });
    way.back(tape);
  };
  const assess = (example: number, own: number): number => {
    checkStates({ example, own }, parts);
    reader.read(own, output);
    const { targets } = loaded?.batch ?? { targets: target };
    for (let k = 0; k < target.length; k++) {
      target[k] = targets[example * target.length + k] as number;
    }
    const value = loss.value(output, target, slope) + rates.value(own);
    if (Number.isFinite(value)) return value;
    throw notFinite(value, example, parts);
  };
  return {
    outputs: reader.outputs,
    load(batch) {
      loaded = loadBatch(batch, parts);
      checkTargets(batch, target.length);
    },
    forward({ first, count }, { losses, outputs }, scale) {
      for (let own = 0; own < count; own++) {
        if (loaded !== undefined) writeValues(loaded, { example: first + own, own }, parts);
      }
      machine.forward(marksOf(first), count);
      taken = { outputs, scale: scale ?? 0 };
      for (let own = 0; own < count; own++) {
        losses[first + own] = assess(first + own, own);
        outputs.set(output, (first + own) * output.length);
        if (scale === undefined) continue;
        reader.write(own, slope, scale);
        rates.write(own, scale);
      }
    },
    backward({ first, count }, gradients) {
      if (way === undefined) machine.backward(marksOf(first), count, gradients);
      else
        for (let own = 0; own < count; own++) goBack(way, { example: first + own, own }, gradients);
    },
  };
}

/** An example of the batch, and which of its group it is. */
interface Own {
  readonly example: number;
  readonly own: number;
}

/** Write what states and constants are at first; padding is as the first neuron. */
function startStates({ program, plan, memory }: RunParts): void {
  const { steps } = program;
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
      const row = own * (steps + 1) * place.rowElements;
      for (const [slot, value] of states) {
        write(place.rows + bytes * (row + placeIn(place.slots, slot)), value);
      }
    }
    for (const [slot, values] of constants) write(place.constants.get(slot) ?? 0, values);
  }
}

function writeValues(
  { values }: LoadedBatch,
  { example, own }: Own,
  { program, plan, memory }: RunParts,
): void {
  for (const { population, input, steps, values: all } of values) {
    const place = plan.populations.get(population);
    if (place === undefined) continue;
    const bytes = memory.type === "f64" ? 8 : 4;
    const floats = memory.floats();
    const begin = own * (program.steps + 1) * place.rowElements;
    const first = place.rows / bytes + begin + placeIn(place.slots, input);
    for (let step = 0; step < program.steps; step++) {
      const row = (example * steps + (steps === 1 ? 0 : step)) * place.size;
      floats.set(all.subarray(row, row + place.size), first + step * place.rowElements);
    }
  }
}

function checkTargets({ size, targets }: Batch, each: number): void {
  if (targets.length === size * each) return;
  throw BATCH({
    place: "targets",
    message: "Targets do not fit the batch.",
    expected: `${size} × ${each} numbers`,
    got: String(targets.length),
  });
}

/** A state that is no number stays so, and its neuron never spikes: the loss alone would not tell. */
function checkStates({ example, own }: Own, parts: RunParts): void {
  const { program, plan, memory } = parts;
  const floats = memory.floats();
  const last = own * (program.steps + 1) + program.steps;
  for (const { name, states } of program.populations) {
    const { rows, rowElements, slots, size } = plan.populations.get(name) as PopulationPlace;
    for (const slot of states.keys()) {
      const first = rows / floats.BYTES_PER_ELEMENT + last * rowElements + placeIn(slots, slot);
      for (let n = first; n < first + size; n++) {
        if (Number.isNaN(floats[n])) throw notFinite(Number.NaN, example, parts);
      }
    }
  }
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
    place: `example ${example} of the batch`,
    message:
      odd === undefined
        ? "The loss of an example is not finite."
        : `A state of "${odd.name}" is not finite.`,
    expected: "finite numbers",
    got: String(value),
    next: "Take a smaller rate, clip gradients, or look for NaN among the values of the batch.",
  });
}
