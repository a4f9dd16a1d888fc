import type { Readout } from "@spikeloom/kernel";
import type { TrainingProgram } from "../program/training-program.ts";
import { type ReadSteps, readSteps } from "../readout/read-steps.ts";
import { chooseReduction } from "../readout/reductions.ts";

/** Reads the outputs of samples from the values of their steps, and writes derivatives. */
export interface StepReadout {
  /** Size of an output. */
  readonly outputs: number;
  /** Values of all steps, sorted by step, sample and neuron. */
  read(values: Float32Array, sample: number, output: Float64Array): void;
  /** Write derivatives by output into those by value, each times `scale`. */
  write(
    slopes: Float32Array,
    sample: number,
    given: { readonly values: Float32Array; readonly slope: Float64Array; readonly scale: number },
  ): void;
}

const none = new Float32Array(0);

/** Create the readout of a number of samples that are computed together. */
export function stepReadout(
  readout: Readout,
  {
    program,
    size,
    samples,
  }: { readonly program: TrainingProgram; readonly size: number; readonly samples: number },
): StepReadout {
  const reduction = chooseReduction(readout);
  const current = { values: none, slopes: none, sample: 0 };
  const at = (step: number, neuron: number): number =>
    (step * samples + current.sample) * size + neuron;
  const steps: ReadSteps = readSteps(readout, {
    program,
    size,
    value: (step, neuron) => current.values[at(step, neuron)] as number,
    slope(step, neuron, value) {
      current.slopes[at(step, neuron)] = value;
    },
  });
  return {
    outputs: reduction.outputs(steps),
    read(values, sample, output) {
      Object.assign(current, { values, sample });
      reduction.read(steps, output);
    },
    write(slopes, sample, { values, slope, scale }) {
      Object.assign(current, { values, slopes, sample });
      reduction.write(steps, slope, scale);
    },
  };
}
