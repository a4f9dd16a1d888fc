import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { ReadSteps } from "./read-steps.ts";

/** Computes an output from the values of all steps, and its gradient. */
export interface Reduction {
  /** Whether it only sums the values; default false. */
  readonly adds?: boolean;
  outputs(steps: ReadSteps): number;
  read(steps: ReadSteps, output: Float64Array): void;
  write(steps: ReadSteps, slope: Float64Array, scale: number): void;
}

type Reductions = Readonly<Partial<Record<NonNullable<Readout["reduce"]>, Reduction>>>;

const ofNeurons = ({ size }: ReadSteps): number => size;

/** Sums all steps, scaled by a weight per step. */
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

/** Selects one step per neuron, by `choose`. */
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

/** The step of the first spike, or the end of the window. */
function firstSpike({ from, until, value }: ReadSteps, neuron: number): number {
  for (let step = from; step < until; step++) if (value(step, neuron) > 0) return step;
  return until;
}

/**
 * Time of the first spike in ms. An additional spike in a step advances it towards the start of the window: the time
 * decreases by the following steps, so that the gradient is minus the duration of a step.
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

/** Return the reduction of a readout. */
export function chooseReduction({ population, variable, reduce }: Readout): Reduction {
  const isSpikes = variable === "spikes";
  const known = reductions[isSpikes ? "spikes" : "state"];
  const how = reduce ?? (isSpikes ? "sum" : "last");
  const found = known[how];
  if (found !== undefined) return found;
  throw TRAINING_OPTION({
    place: "readout.reduce",
    message: `"${variable}" of "${population}" has no such reduction.`,
    expected: Object.keys(known).join(", "),
    got: how,
  });
}
