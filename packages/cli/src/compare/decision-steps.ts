import type { Readout } from "@spikeloom/kernel";

type Reduce = NonNullable<Readout["reduce"]>;

/** Accumulates the value of a step; `step` counts from 1. */
type Take = (before: number, value: number, step: number) => number;

const takes: Readonly<Record<Exclude<Reduce, "each">, Take>> = {
  sum: (before, value) => before + value,
  mean: (before, value, step) => before + (value - before) / step,
  max: (before, value, step) => (step === 1 ? value : Math.max(before, value)),
  last: (_, value) => value,
  // The earliest spike is the maximum: it counts down.
  first: (before, value, step) => (before === 0 && value > 0 ? 1 / step : before),
};

/**
 * Find the number of steps after which the prediction for a sample no longer changes.
 *
 * `values` has the outputs of all steps, step by step; the prediction at a step is the maximum of the readout over the
 * steps up to it. While the maximum is tied there is no prediction; undefined if it is tied to the end.
 */
export function decisionSteps(
  values: Float64Array,
  { outputs, reduce }: { readonly outputs: number; readonly reduce: Exclude<Reduce, "each"> },
): number | undefined {
  const steps = values.length / outputs;
  const take = takes[reduce];
  const made = new Float64Array(outputs);
  let answer: number | undefined;
  let since = 0;
  for (let step = 0; step < steps; step++) {
    for (let k = 0; k < outputs; k++) {
      made[k] = take(made[k] as number, values[step * outputs + k] as number, step + 1);
    }
    const now = greatest(made);
    if (now !== answer) since = step + 1;
    answer = now;
  }
  return answer === undefined ? undefined : since;
}

function greatest(values: Float64Array): number | undefined {
  let best = 0;
  let isTied = false;
  for (let k = 1; k < values.length; k++) {
    const [value, most] = [values[k] as number, values[best] as number];
    if (value > most) [best, isTied] = [k, false];
    else if (value === most) isTied = true;
  }
  return isTied ? undefined : best;
}
