import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { ReadSteps } from "./read-steps.ts";

/** Makes an output of what is read in each step, and takes its slopes back. */
export interface Reduction {
  /** Whether it only adds what is read; not where it is left out. */
  readonly adds?: boolean;
  outputs(steps: ReadSteps): number;
  read(steps: ReadSteps, output: Float64Array): void;
  write(steps: ReadSteps, slope: Float64Array, scale: number): void;
}

type Reductions = Readonly<Partial<Record<NonNullable<Readout["reduce"]>, Reduction>>>;

const ofNeurons = ({ size }: ReadSteps): number => size;

/** Adds all steps, times what a step counts. */
const weighed = (share: (steps: ReadSteps) => number): Reduction => ({
  adds: true,
  outputs: ofNeurons,
  read(steps, output) {
    const { from, until, size } = steps;
    const each = share(steps);
    output.fill(0);
    if (steps.add !== undefined) return steps.add(output, each);
    for (let step = from; step < until; step++) {
      for (let n = 0; n < size; n++)
        output[n] = (output[n] as number) + each * steps.value(step, n);
    }
  },
  write(steps, slope, scale) {
    const { from, until, size } = steps;
    const each = share(steps) * scale;
    if (steps.spread !== undefined) return steps.spread(slope, each);
    for (let step = from; step < until; step++) {
      for (let n = 0; n < size; n++) steps.slope(step, n, each * (slope[n] as number));
    }
  },
});

/** Takes one step of each neuron: that which `choose` says. */
const chosen = (choose: (steps: ReadSteps, neuron: number) => number): Reduction => ({
  outputs: ofNeurons,
  read(steps, output) {
    for (let n = 0; n < steps.size; n++) output[n] = steps.value(choose(steps, n), n);
  },
  write(steps, slope, scale) {
    for (let n = 0; n < steps.size; n++) {
      steps.slope(choose(steps, n), n, scale * (slope[n] as number));
    }
  },
});

const each: Reduction = {
  outputs: ({ size, from, until }) => size * (until - from),
  read(steps, output) {
    let k = 0;
    for (let step = steps.from; step < steps.until; step++) {
      for (let n = 0; n < steps.size; n++) output[k++] = steps.value(step, n);
    }
  },
  write(steps, slope, scale) {
    let k = 0;
    for (let step = steps.from; step < steps.until; step++) {
      for (let n = 0; n < steps.size; n++) steps.slope(step, n, scale * (slope[k++] as number));
    }
  },
};

function greatest({ from, until, value }: ReadSteps, neuron: number): number {
  let found = from;
  for (let step = from + 1; step < until; step++) {
    if (value(step, neuron) > value(found, neuron)) found = step;
  }
  return found;
}

/** The step of the first spike; the end of the window where there is none. */
function firstSpike({ from, until, value }: ReadSteps, neuron: number): number {
  for (let step = from; step < until; step++) if (value(step, neuron) > 0) return step;
  return until;
}

/**
 * The first spike in ms. A spike more in a step makes it come sooner, by what is left of the window:
 * the time falls by the steps after it, so that the slope is minus the duration of a step.
 */
const first: Reduction = {
  outputs: ofNeurons,
  read(steps, output) {
    for (let n = 0; n < steps.size; n++) output[n] = steps.dt * (firstSpike(steps, n) - steps.lead);
  },
  write(steps, slope, scale) {
    for (let n = 0; n < steps.size; n++) {
      const found = Math.min(firstSpike(steps, n), steps.until - 1);
      steps.slope(found, n, -steps.dt * scale * (slope[n] as number));
    }
  },
};

/** Reductions available for spikes and for states. */
const reductions: Readonly<Record<"spikes" | "state", Reductions>> = {
  spikes: {
    sum: weighed(() => 1),
    mean: weighed(({ from, until }) => 1 / (until - from)),
    first,
    each,
  },
  state: {
    last: chosen(({ until }) => until - 1),
    mean: weighed(({ from, until }) => 1 / (until - from)),
    sum: weighed(() => 1),
    max: chosen(greatest),
    each,
  },
};

/** Select the reduction of a readout. */
export function chooseReduction({ population, variable, reduce }: Readout): Reduction {
  const isSpikes = variable === "spikes";
  const known = reductions[isSpikes ? "spikes" : "state"];
  const how = reduce ?? (isSpikes ? "sum" : "last");
  const found = known[how];
  if (found !== undefined) return found;
  throw TRAINING_OPTION({
    place: "readout.reduce",
    message: `"${variable}" of "${population}" is not read so.`,
    expected: Object.keys(known).join(", "),
    got: how,
  });
}
