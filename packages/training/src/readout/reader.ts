import type { Readout } from "@spikeloom/kernel";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { type ReadSteps, readSteps } from "./read-steps.ts";
import { chooseReduction } from "./reductions.ts";

/** Reads the output of a sample in a group, and writes the derivatives with respect to the values. */
export interface OutputReader {
  /** Size of an output. */
  readonly outputs: number;
  read(example: number, output: Float64Array): void;
  /** Write derivatives by output, each times `scale`. */
  write(example: number, slope: Float64Array, scale: number): void;
}

/** Numbers that are copied individually. */
const fewNumbers = 32;

/** Readout population, and the position of its values. */
interface ReadPlace {
  readonly program: TrainingProgram;
  readonly place: PopulationPlace;
  readonly memory: TrainingMemory;
}

/** Sample of a group that is read, and the neurons that spiked in each of its steps. */
interface ReadExample {
  own: number;
  readonly spiked: Uint8Array;
}

/** Create the reader of outputs. */
export function outputReader(readout: Readout, given: ReadPlace): OutputReader {
  const { place, memory } = given;
  const { steps } = given.program;
  const numbers = steps * place.width;
  const isSpikes = readout.variable === "spikes";
  const reduction = chooseReduction(readout);
  const example: ReadExample = { own: 0, spiked: new Uint8Array(isSpikes ? numbers : 0) };
  const all = stepsOf(readout, given, example);
  const slopes = slopesOf(given);
  const isAdded = isSpikes && reduction.adds === true;
  return {
    outputs: reduction.outputs(all),
    read(own, output) {
      example.own = own;
      if (isSpikes && !isAdded)
        noteSpikes(example.spiked, { words: memory.integers(), place, steps, own });
      reduction.read(all, output);
    },
    write(own, slope, scale) {
      example.own = own;
      const first = slopes + own * numbers;
      memory.floats().fill(0, first, first + numbers);
      reduction.write(all, slope, scale);
    },
  };
}

/** Access to the steps of the current sample. */
function stepsOf(readout: Readout, given: ReadPlace, example: ReadExample): ReadSteps {
  const { program, place, memory } = given;
  const { steps } = program;
  const { size, width, rowElements } = place;
  const { spiked } = example;
  const isSpikes = readout.variable === "spikes";
  const slopes = slopesOf(given);
  const states =
    place.rows / bytesOf(memory) + (isSpikes ? 0 : placeIn(place.slots, readout.variable));
  const read = readSteps(readout, {
    program,
    size,
    value: isSpikes
      ? (step, neuron) => spiked[step * width + neuron] as number
      : (step, neuron) =>
          memory.floats()[
            states + (example.own * (steps + 1) + step + 1) * rowElements + neuron
          ] as number,
    slope(step, neuron, value) {
      memory.floats()[slopes + (example.own * steps + step) * width + neuron] = value;
    },
  });
  // Most readouts sum all steps, which needs no function call per step.
  return {
    ...read,
    ...(isSpikes && { add: spikeAdder(given, example, read) }),
    spread: slopeSpreader(given, example, read),
  };
}

/** Index at which the derivatives of steps start. */
function slopesOf({ place, memory }: ReadPlace): number {
  return (place.stepSlopes ?? 0) / bytesOf(memory);
}

function bytesOf({ type }: TrainingMemory): number {
  return type === "f64" ? 8 : 4;
}

/** Sum the spikes in the window. */
function spikeAdder(
  { program: { steps }, place, memory }: ReadPlace,
  example: ReadExample,
  { from, until }: ReadSteps,
): NonNullable<ReadSteps["add"]> {
  return (output, times) => {
    const words = memory.integers();
    const marks = place.marks / 4 + example.own * (steps + 1);
    const end = words[marks + until] as number;
    for (let k = words[marks + from] as number; k < end; k++) {
      const neuron = words[place.ids / 4 + k] as number;
      output[neuron] = (output[neuron] as number) + times;
    }
  };
}

/** Write the same derivatives to all steps in the window. */
function slopeSpreader(
  given: ReadPlace,
  example: ReadExample,
  { from, until }: ReadSteps,
): NonNullable<ReadSteps["spread"]> {
  const { program, place, memory } = given;
  const { size, width } = place;
  const slopes = slopesOf(given);
  return (slope, times) => {
    const floats = memory.floats();
    const first = slopes + (example.own * program.steps + from) * width;
    for (let n = 0; n < size; n++) floats[first + n] = times * (slope[n] as number);
    for (let k = 1; k < until - from; k++) {
      const row = first + k * width;
      // Calling a copy function takes as long as copying some numbers.
      if (size > fewNumbers) floats.copyWithin(row, first, first + size);
      else for (let n = 0; n < size; n++) floats[row + n] = floats[first + n] as number;
    }
  };
}

/** List the spikes in each step of a sample. */
function noteSpikes(
  spiked: Uint8Array,
  {
    words,
    place,
    steps,
    own,
  }: {
    readonly words: Int32Array;
    readonly place: PopulationPlace;
    readonly steps: number;
    readonly own: number;
  },
): void {
  const first = place.marks / 4 + own * (steps + 1);
  spiked.fill(0);
  for (let step = 0; step < steps; step++) {
    const end = words[first + step + 1] as number;
    for (let k = words[first + step] as number; k < end; k++) {
      spiked[step * place.width + (words[place.ids / 4 + k] as number)] = 1;
    }
  }
}
