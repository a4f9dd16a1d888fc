import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { BATCH, NOT_FINITE } from "../errors.ts";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import { outputReader } from "../readout/reader.ts";
import { type LoadedBatch, loadBatch } from "./load-batch.ts";
import { rateCosts } from "./rate-costs.ts";
import type { RunParts } from "./run-parts.ts";

type Request = Pick<LearningRequest, "loss" | "readout" | "costs">;

/** Runs the examples of a batch, one at a time. */
export interface ExampleRun {
  readonly outputs: number;
  load(batch: Batch): void;
  /** Take an example forward; gives its loss, and writes its output and how the loss changes with it. */
  forward(example: number, output: Float64Array): number;
  /** Take the same example back, its slopes times `scale`; the block's gradients begin at that element. */
  backward(example: number, scale: number, gradients: number): void;
}

/** Make what runs the examples of batches; states begin as the network says. */
export function exampleRun(parts: RunParts, { loss, readout, costs = [] }: Request): ExampleRun {
  const { program, plan, memory, machine } = parts;
  const place = plan.populations.get(readout.population) as PopulationPlace;
  const reader = outputReader(readout, { program, place, memory });
  const rates = rateCosts(costs, parts);
  const slope = new Float64Array(reader.outputs);
  const target = new Float64Array(loss.targets(reader.outputs));
  let loaded: LoadedBatch | undefined;
  const marksOf = (example: number): readonly number[] => loaded?.marks(example) ?? [];
  startStates(parts);
  return {
    outputs: reader.outputs,
    load(batch) {
      loaded = loadBatch(batch, parts);
      checkTargets(batch, target.length);
    },
    forward(example, output) {
      if (loaded !== undefined) writeValues(loaded, example, parts);
      machine.forward(marksOf(example));
      checkStates(example, parts);
      reader.read(output);
      const { targets } = loaded?.batch ?? { targets: target };
      for (let k = 0; k < target.length; k++) {
        target[k] = targets[example * target.length + k] as number;
      }
      const value = loss.value(output, target, slope) + rates.value();
      if (Number.isFinite(value)) return value;
      throw notFinite(value, example, parts);
    },
    backward(example, scale, gradients) {
      reader.write(slope, scale);
      rates.write(scale);
      machine.backward(marksOf(example), gradients);
    },
  };
}

/** Write what states and constants are at first; padding is as the first neuron. */
function startStates({ program, plan, memory }: RunParts): void {
  for (const { name, states, constants } of program.populations) {
    const place = plan.populations.get(name);
    if (place === undefined) continue;
    const bytes = memory.type === "f64" ? 8 : 4;
    const write = (address: number, value: number | Float64Array): void => {
      const row = memory.at(address, place.width);
      row.fill(typeof value === "number" ? value : (value[0] as number));
      if (typeof value !== "number") row.set(value);
    };
    for (const [slot, value] of states) {
      write(place.rows + bytes * (place.slots.get(slot) ?? 0), value);
    }
    for (const [slot, values] of constants) write(place.constants.get(slot) ?? 0, values);
  }
}

function writeValues(
  { values }: LoadedBatch,
  example: number,
  { program, plan, memory }: RunParts,
): void {
  for (const { population, input, steps, values: all } of values) {
    const place = plan.populations.get(population);
    if (place === undefined) continue;
    const bytes = memory.type === "f64" ? 8 : 4;
    const floats = memory.floats();
    const first = place.rows / bytes + (place.slots.get(input) ?? 0);
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
function checkStates(example: number, parts: RunParts): void {
  const { program, plan, memory } = parts;
  const bytes = memory.type === "f64" ? 8 : 4;
  for (const { name, states } of program.populations) {
    const { rows, rowElements, slots, size } = plan.populations.get(name) as PopulationPlace;
    for (const slot of states.keys()) {
      const at = rows + bytes * (program.steps * rowElements + placeIn(slots, slot));
      if (memory.at(at, size).some(Number.isNaN)) throw notFinite(Number.NaN, example, parts);
    }
  }
}

/** Say what is not finite any more: the population whose state it is, where there is one. */
function notFinite(value: number, example: number, { program, plan, memory }: RunParts): Error {
  const odd = program.populations.find(({ name }) => {
    const place = plan.populations.get(name);
    if (place === undefined) return false;
    const rows = memory.at(place.rows, place.rowElements * (program.steps + 1));
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
