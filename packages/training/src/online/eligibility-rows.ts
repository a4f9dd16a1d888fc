import type { TrainedProjection } from "../program/training-program.ts";
import type { Tape } from "./tape.ts";

/** Inputs of all neurons of a population, row by row. */
export interface EligibilityRows {
  readonly count: number;
  /** Write the input of each row in a step. */
  arrived(tape: Tape, step: number, into: Float64Array): void;
  /** Add a row to the gradients. */
  add(tape: Tape, row: number, values: Float64Array): void;
}

/** One row per source of a projection, active when a spike of the source arrives. */
export function weightRows(projection: TrainedProjection): EligibilityRows {
  const { from, sources, targets, latency } = projection;
  return {
    count: sources,
    arrived(tape, step, into) {
      into.fill(0);
      if (step < latency) return;
      for (const neuron of tape.spikes(from, step - latency)) into[neuron] = 1;
    },
    add(tape, row, values) {
      const { values: gradients, pitch } = tape.gradients(projection);
      for (let n = 0, at = row * pitch; n < targets; n++, at++) {
        gradients[at] = (gradients[at] as number) + (values[n] as number);
      }
    },
  };
}
