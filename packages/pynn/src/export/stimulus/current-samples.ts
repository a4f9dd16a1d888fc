import type { StimulusRecord } from "@spikeloom/kernel";
import { type Chosen, readScalar, readTime } from "@spikeloom/network";
import { currentValue, lowerStimulus, nearestStep, type StimulusContext } from "@spikeloom/program";
import { parseUnit } from "@spikeloom/units";
import type { PynnTask } from "../task.ts";

/** A stimulus with a value per step. */
export type SampledStimulus = Extract<StimulusRecord, { kind: "steps" | "formula" | "time-array" }>;

/** A stimulus and its target. */
export interface CurrentRequest {
  readonly task: PynnTask;
  readonly index: number;
  readonly place: string;
  readonly population: StimulusContext["population"];
  readonly targets: Chosen;
  /** Number of neurons of the whole population. */
  readonly size: number;
  /** Of the input. */
  readonly unit: string;
}

/** Steps at which a current changes, and its values in internal units. */
export interface CurrentSteps {
  readonly steps: readonly number[];
  /** One value for all targets, or one each, per step. */
  readonly values: readonly (number | Float64Array)[];
}

/** Compute the values of a current, each held until the next, starting with the first non-zero one. */
export function currentSteps(record: SampledStimulus, request: CurrentRequest): CurrentSteps {
  if (record.kind === "steps") return givenSteps(record, request);
  const { task, index, population } = request;
  const { dt, seed, network } = task;
  const stimulus = lowerStimulus(record, { index, population, dt, seed });
  if (stimulus.kind !== "current") return { steps: [], values: [] };
  const value = currentValue(stimulus, { dt, seed, trial: network.trial ?? 0 });
  const steps: number[] = [];
  const values: (number | Float64Array)[] = [];
  let last: number | Float64Array = 0;
  for (let step = 0; step < request.task.steps; step++) {
    const found = value(step);
    // The values of each neuron are overwritten in the next step.
    const now = typeof found === "number" ? found : found.slice();
    if (same(last, now)) continue;
    last = now;
    steps.push(step);
    values.push(now);
  }
  return { steps, values };
}

function same(a: number | Float64Array, b: number | Float64Array): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (typeof a === "number") return (b as Float64Array).every((value) => value === a);
  if (typeof b === "number") return a.every((value) => value === b);
  return a.every((value, k) => value === b[k]);
}

/** The step that begins closest to a time. */
export function stepOf(time: string | number, place: string, dt: number): number {
  return nearestStep(readTime(time, place), dt);
}

/** Read an amplitude in internal units. */
export function amount(input: unknown, field: string, { place, unit }: CurrentRequest): number {
  const { dimension } = parseUnit(unit);
  return readScalar(input, { dimension, place: `${place}.${field}` });
}

function givenSteps(
  record: Extract<SampledStimulus, { kind: "steps" }>,
  request: CurrentRequest,
): CurrentSteps {
  const { place, task } = request;
  // Of several changes in one step, the last applies.
  const byStep = new Map<number, number>();
  record.times.forEach((time, k) => {
    const step = stepOf(time, `${place}.times[${k}]`, task.dt);
    byStep.set(step, amount(record.values[k], `values[${k}]`, request));
  });
  return { steps: [...byStep.keys()], values: [...byStep.values()] };
}
