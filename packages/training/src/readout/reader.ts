import type { Readout } from "@spikeloom/kernel";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import { placeIn } from "../memory/place-in.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { readSteps } from "./read-steps.ts";
import { chooseReduction } from "./reductions.ts";

/** Reads the output of an example, and writes how the loss changes with what was read. */
export interface OutputReader {
  /** Numbers of an output. */
  readonly outputs: number;
  read(output: Float64Array): void;
  /** Write slopes by output, each times `scale`. */
  write(slope: Float64Array, scale: number): void;
}

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
  const spiked = new Uint8Array(isSpikes ? steps * width : 0);
  const all = readSteps(readout, {
    ...{ program, size },
    value: isSpikes
      ? (step, neuron) => spiked[step * width + neuron] as number
      : (step, neuron) =>
          memory.floats()[states + (step + 1) * place.rowElements + neuron] as number,
    slope(step, neuron, value) {
      memory.floats()[slopes + step * width + neuron] = value;
    },
  });
  const note = (): void => {
    const words = memory.integers();
    spiked.fill(0);
    for (let step = 0; step < steps; step++) {
      const [begin, end] = [words[place.marks / 4 + step], words[place.marks / 4 + step + 1]];
      for (let k = begin as number; k < (end as number); k++) {
        spiked[step * width + (words[place.ids / 4 + k] as number)] = 1;
      }
    }
  };
  return {
    outputs: reduction.outputs(all),
    read(output) {
      if (isSpikes) note();
      reduction.read(all, output);
    },
    write(slope, scale) {
      memory.at(place.stepSlopes ?? 0, steps * width).fill(0);
      reduction.write(all, slope, scale);
    },
  };
}
