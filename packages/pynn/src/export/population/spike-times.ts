import { spikeStep } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import { call, FEW_TIMES, type Python, pythonFloat } from "@spikeloom/simulate/scripts";
import type { PynnTask } from "../task.ts";

/** First step that a pyNN.nest spike can be stamped with: its relay takes one. */
const first = 2;

/**
 * Write the spike times of each neuron on the grid, in the steps of our spikes.
 *
 * Undefined if there are none.
 */
export function spikeTimes(
  task: PynnTask,
  name: string,
  times: readonly Float64Array[],
): Python | undefined {
  const lists = times.map((one) => timesOnGrid(task, one));
  const early = lists.reduce((sum, { early }) => sum + early, 0);
  if (early > 0) {
    const least = `${timeOfStep(first, task.dt)} ms`;
    const message = `${early} spikes before ${least} are omitted: pyNN.nest cannot emit them.`;
    task.lose("early", `populations.${name}.times`, message);
  }
  const kept = lists.map(({ times }) => times);
  const total = kept.reduce((sum, { length }) => sum + length, 0);
  if (total === 0) return undefined;
  const [only] = kept;
  if (only !== undefined && kept.every((list) => sameNumbers(list, only))) {
    return only.length <= FEW_TIMES
      ? call("Sequence", { head: "[", items: Array.from(only, pythonFloat), tail: "]" })
      : call("Sequence", task.keep(`${name}-spike-times`, only));
  }
  const values = new Float64Array(total);
  const ends = new Float64Array(kept.length);
  kept.reduce((at, list, k) => {
    values.set(list, at);
    ends[k] = at + list.length;
    return at + list.length;
  }, 0);
  const columns = [task.keep(`${name}-spike-times`, values), task.keep(`${name}-ends`, ends)];
  return call("parts", ...columns);
}

function timesOnGrid(
  { dt, convention }: PynnTask,
  times: Float64Array,
): { readonly times: Float64Array; readonly early: number } {
  const steps = Array.from(times, (time) => spikeStep(time, { dt, convention }));
  const single = convention.multiplicity === "one" ? [...new Set(steps)] : steps;
  const kept = single.filter((step) => step >= first);
  return {
    times: Float64Array.from(kept, (step) => sentTime(step, dt)),
    early: single.length - kept.length,
  };
}

/**
 * Return the time of a step from which the minimum delay can be subtracted.
 *
 * pyNN.nest subtracts it, and NEST moves anything beyond a step, however little, to the next one.
 */
function sentTime(step: number, dt: number): number {
  const time = timeOfStep(step, dt);
  return time - dt <= timeOfStep(step - 1, dt) ? time : time - time * Number.EPSILON;
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
