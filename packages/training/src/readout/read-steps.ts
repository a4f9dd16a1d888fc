import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** What a reduction is made over. */
export interface ReadSteps {
  readonly size: number;
  /** Steps of the window: the first, and the one after the last. */
  readonly from: number;
  readonly until: number;
  readonly dt: number;
  /** Steps that stand before the first one of the batch. */
  readonly lead: number;
  /** What is read in a step: a state after it, or 1 for each spike. */
  value(step: number, neuron: number): number;
  /** Set how the loss changes with it. */
  slope(step: number, neuron: number, value: number): void;
  /** Add what is read in all steps of the window to an output, each time so many times; it may be left out. */
  readonly add?: (output: Float64Array, times: number) => void;
  /** Set the slopes of all steps of the window to those of an output, so many times; it may be left out. */
  readonly spread?: (slope: Float64Array, times: number) => void;
}

/** Find the steps of a readout, and join what reads and writes them. */
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
    message: "The window lies outside of an example.",
    expected: `part of 0 to ${steps * dt} ms`,
    got: `${window?.from} to ${window?.until} ms`,
  });
}
