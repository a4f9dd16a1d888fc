import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** Steps and values that a reduction covers. */
export interface ReadSteps {
  readonly size: number;
  /** Steps of the window: the first one, and the one after the last. */
  readonly from: number;
  readonly until: number;
  readonly dt: number;
  /** Steps before the first one of the batch. */
  readonly lead: number;
  /** Value of a step: a state after it, or 1 for each spike. */
  value(step: number, neuron: number): number;
  /** Set the derivative of the loss with respect to it. */
  slope(step: number, neuron: number, value: number): void;
  /** Add the values of all steps in the window to an output, optionally scaled. */
  readonly add?: (output: Float64Array, times: number) => void;
  /** Set the derivatives of all steps in the window to those of an output, optionally scaled. */
  readonly spread?: (slope: Float64Array, times: number) => void;
}

/** Find the steps of a readout, and create its access functions. */
export function readSteps(
  { window }: Readout,
  {
    program,
    ...parts
  }: Pick<ReadSteps, "size" | "value" | "slope"> & {
    readonly program: TrainingProgram;
  },
): ReadSteps {
  const { dt, lead } = program;
  const steps = program.steps - lead;
  const from = window === undefined ? 0 : Math.round(window.from / dt);
  const until = window === undefined ? steps : Math.round(window.until / dt);
  if (from >= 0 && from < until && until <= steps) {
    return { ...parts, from: lead + from, until: lead + until, dt, lead };
  }
  throw TRAINING_OPTION({
    place: "readout.window",
    message: "The window extends beyond the sample.",
    expected: `part of 0 to ${steps * dt} ms`,
    got: `${window?.from} to ${window?.until} ms`,
  });
}
