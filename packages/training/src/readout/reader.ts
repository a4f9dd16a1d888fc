import type { Readout } from "@spikeloom/kernel";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { type ReadSteps, readSteps } from "./read-steps.ts";
import { chooseReduction } from "./reductions.ts";

/** Reads the output of an example of a group, and writes how the loss changes with what was read. */
export interface OutputReader {
  /** Numbers of an output. */
  readonly outputs: number;
  read(example: number, output: Float64Array): void;
  /** Write slopes by output, each times `scale`. */
  write(example: number, slope: Float64Array, scale: number): void;
}

/** Numbers that are copied one by one. */
const fewNumbers = 32;

/** Make what reads the output of examples. */
export function outputReader(
  readout: Readout,
  {
    program,
    place,
    memory,
  }: {
    readonly program: TrainingProgram;
    readonly place: PopulationPlace;
    readonly memory: TrainingMemory;
  },
): OutputReader {
  const { variable } = readout;
  const { steps } = program;
  const { size, width } = place;
  const isSpikes = variable === "spikes";
  const reduction = chooseReduction(readout);
  const bytes = memory.type === "f64" ? 8 : 4;
  const slopes = (place.stepSlopes ?? 0) / bytes;
  const states = place.rows / bytes + (isSpikes ? 0 : placeIn(place.slots, variable));
  let own = 0;
  const spiked = new Uint8Array(isSpikes ? steps * width : 0);
  const read = readSteps(readout, {
    ...{ program, size },
    value: isSpikes
      ? (step, neuron) => spiked[step * width + neuron] as number
      : (step, neuron) =>
          memory.floats()[
            states + (own * (steps + 1) + step + 1) * place.rowElements + neuron
          ] as number,
    slope(step, neuron, value) {
      memory.floats()[slopes + (own * steps + step) * width + neuron] = value;
    },
  });
  const { from, until } = read;
  // Most readouts add all steps: nobody is asked one by one.
  const all: ReadSteps = {
    ...read,
    ...(isSpikes && { add: (output, times) => addSpikes(output, times) }),
    spread(slope, times) {
      const floats = memory.floats();
      const first = slopes + (own * steps + from) * width;
      for (let n = 0; n < size; n++) floats[first + n] = times * (slope[n] as number);
      for (let k = 1; k < until - from; k++) {
        const row = first + k * width;
        // To ask for a copy takes as long as to copy some numbers.
        if (size > fewNumbers) floats.copyWithin(row, first, first + size);
        else for (let n = 0; n < size; n++) floats[row + n] = floats[first + n] as number;
      }
    },
  };
  const marks = (): number => place.marks / 4 + own * (steps + 1);
  const addSpikes = (output: Float64Array, times: number): void => {
    const words = memory.integers();
    const end = words[marks() + until] as number;
    for (let k = words[marks() + from] as number; k < end; k++) {
      const neuron = words[place.ids / 4 + k] as number;
      output[neuron] = (output[neuron] as number) + times;
    }
  };
  const isAdded = isSpikes && reduction.adds === true;
  return {
    outputs: reduction.outputs(all),
    read(example, output) {
      own = example;
      if (isSpikes && !isAdded) noteSpikes(spiked, { words: memory.integers(), place, steps, own });
      reduction.read(all, output);
    },
    write(example, slope, scale) {
      own = example;
      const first = slopes + own * steps * width;
      memory.floats().fill(0, first, first + steps * width);
      reduction.write(all, slope, scale);
    },
  };
}

/** Note who spiked in each step of an example. */
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
