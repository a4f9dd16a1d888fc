import type { NetworkProgram } from "@spikeloom/program";
import { givenStep } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";

/** Steps in which the neurons of a sample spike, neuron by neuron. */
export interface StepTable {
  /** Start of each neuron, and the end of the last one. */
  readonly begins: Uint32Array;
  readonly steps: Uint32Array;
  /** Number of dropped spikes of each neuron after the end of the sample. */
  readonly late: Uint32Array;
}

/** Parameters for rounding spike times to steps. */
export interface StepGrid extends Pick<NetworkProgram, "dt" | "convention"> {
  readonly population: string;
  /** Steps per sample. */
  readonly steps: number;
}

/**
 * Round spike times in ms to steps, as in a run of the network; spikes after the end of the sample are dropped.
 *
 * Throws if a spike precedes the first step, or if a neuron spikes twice in a step, which a batch cannot represent.
 */
export function stepTable(trains: readonly Float64Array[], grid: StepGrid): StepTable {
  const begins = new Uint32Array(trains.length + 1);
  const late = new Uint32Array(trains.length);
  const steps: number[] = [];
  trains.forEach((times, neuron) => {
    let before = -1;
    for (const time of times) {
      const step = givenStep(time, grid);
      if (step >= grid.steps) {
        late[neuron] = (late[neuron] as number) + 1;
        continue;
      }
      if (step < 0) throw early(neuron, time, grid);
      if (step === before) throw twice(neuron, step, grid);
      before = step;
      steps.push(step);
    }
    begins[neuron + 1] = steps.length;
  });
  return { begins, steps: Uint32Array.from(steps), late };
}

function early(neuron: number, time: number, { population, dt }: StepGrid): Error {
  return TRAINING_OPTION({
    place: `encoder of "${population}"`,
    message: "A spike precedes the first step, in which no run could emit it.",
    expected: `spikes from ${dt} ms on`,
    got: `${time} ms of neuron ${neuron}`,
    next: `Present values from "start": "${dt} ms" on.`,
  });
}

function twice(neuron: number, step: number, { population, dt }: StepGrid): Error {
  return TRAINING_OPTION({
    place: `encoder of "${population}"`,
    message: "A neuron spikes twice in a step, but a sample has at most one spike per step.",
    expected: `at most one spike of a neuron in ${dt} ms`,
    got: `two of neuron ${neuron} in step ${step}`,
    next: "Use a shorter step, a lower rate, or rate-bernoulli, which draws at most one spike per step.",
  });
}
