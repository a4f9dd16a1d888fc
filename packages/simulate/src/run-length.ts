import type { ConventionRecord, SpikeChunk } from "@spikeloom/kernel";
import { stepsInMillisecond, timeOfStep } from "@spikeloom/program";
import { RUN_LENGTH } from "./errors.ts";

export { timeOfStep } from "@spikeloom/program";

const mostSteps = 0x7fffffff;

/** Brian2 treats a duration as a multiple of dt within this fraction of a step. */
const slack = 1e-4;

/** Rounding of durations that are not a multiple of the step, by convention; the others round to the nearest. */
const roundings: Readonly<Record<string, (steps: number) => number>> = {
  // Clock.set_interval runs on to the first grid point at or after the end.
  brian2: (steps) => {
    const nearest = Math.round(steps);
    return Math.abs(steps - nearest) <= slack ? nearest : Math.ceil(steps);
  },
};

/**
 * Convert a duration in ms to steps.
 *
 * Rounds up for `brian2`, to the nearest otherwise.
 */
export function runSteps(
  duration: number,
  dt: number,
  convention: Pick<ConventionRecord, "name">,
): number {
  const round = Object.hasOwn(roundings, convention.name) ? roundings[convention.name] : Math.round;
  const steps = round?.(duration / dt) ?? Number.NaN;
  if (steps >= 1 && steps <= mostSteps) return steps;
  throw RUN_LENGTH({ place: "duration", got: `${duration} ms`, dt });
}

/** Refuse to advance beyond the maximum number of steps, summed over all calls. */
export function checkSteps(step: number, count: number, dt: number): void {
  if (step + count <= mostSteps) return;
  throw RUN_LENGTH({ place: "advance", got: `${timeOfStep(step + count, dt)} ms in all`, dt });
}

/** Return the times of many steps in ms. */
export function timesOfSteps(
  steps: Int32Array,
  dt: number,
  into: Float64Array = new Float64Array(steps.length),
): Float64Array {
  const inMillisecond = stepsInMillisecond(dt);
  const [up, down] = inMillisecond === undefined ? [dt, 1] : [1, inMillisecond];
  for (let k = 0; k < steps.length; k++) into[k] = ((steps[k] ?? 0) * up) / down;
  return into;
}

/** Return the times of spikes in ms, which may be off the grid. */
export function timesOfSpikes(
  { steps, offsets }: Pick<SpikeChunk, "steps" | "offsets">,
  dt: number,
  into?: Float64Array,
): Float64Array {
  const times = timesOfSteps(steps, dt, into);
  if (offsets === undefined) return times;
  for (let k = 0; k < times.length; k++) times[k] = (times[k] as number) + (offsets[k] as number);
  return times;
}
