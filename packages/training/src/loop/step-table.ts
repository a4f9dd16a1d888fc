import type { NetworkProgram } from "@spikeloom/program";
import { givenStep } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";

/** In which steps the neurons of values spike, neuron after neuron. */
export interface StepTable {
  /** Where each neuron begins, and then where the last one ends. */
  readonly begins: Uint32Array;
  readonly steps: Uint32Array;
  /** Spikes of each neuron that come behind the example, and are left out. */
  readonly late: Uint32Array;
}

/** What spike times are put on steps of. */
export interface StepGrid extends Pick<NetworkProgram, "dt" | "convention"> {
  readonly population: string;
  /** Steps of an example. */
  readonly steps: number;
}

/**
 * Find the steps of spike times in ms, as a run of the network does; those behind the example are left out.
 *
 * Throws where a spike comes before the first step, or a neuron spikes twice in one, which a source of a batch cannot say.
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
    message: "A spike comes before the first step, and no run would send it.",
    expected: `spikes from ${dt} ms on`,
    got: `${time} ms of neuron ${neuron}`,
    next: `Show values from "start": "${dt} ms" on.`,
  });
}

function twice(neuron: number, step: number, { population, dt }: StepGrid): Error {
  return TRAINING_OPTION({
    place: `encoder of "${population}"`,
    message: "A neuron spikes twice in a step, and an example says only whether it does.",
    expected: `one spike of a neuron in ${dt} ms at most`,
    got: `two of neuron ${neuron} in step ${step}`,
    next: "Take a shorter step, a lower rate, or rate-bernoulli, which draws one spike a step.",
  });
}
