import type { ConventionRecord } from "@spikeloom/kernel";
import { spikeStep } from "@spikeloom/network";

/** The grid to which spike times are rounded. */
interface Grid {
  readonly dt: number;
  readonly convention: ConventionRecord;
}

/** Tolerance, as a fraction of a step, for rounding errors of times that belong on the grid. */
const slack = 1e-3;

/** Return the step of a given spike; negative for spikes before the first step. */
export function givenStep(time: number, rules: Grid): number {
  // A spike stamped with the end of its step is found one step before its stamp.
  return spikeStep(time, rules) - (rules.convention.spikeStamp === "end" ? 1 : 0);
}

/** Return the step of a drawn spike: the one that contains its time. */
export function drawnStep(time: number, { dt, convention }: Grid): number {
  const steps = time / dt;
  if (convention.spikeStamp === "start") return Math.floor(steps + slack);
  const step = Math.ceil(steps - slack) - 1;
  return step < 0 && time > 0 ? 0 : step;
}
