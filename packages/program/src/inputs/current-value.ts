import { compileColumns, compileExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { fillNormal, streamKey } from "@spikeloom/random";
import { STIMULUS_VALUE } from "../errors.ts";
import { activeSteps, type Course, type CurrentProgram, nearestStep } from "./stimulus-program.ts";

/**
 * Value of a current in a step: one number for all targets, or one each.
 *
 * The next call may overwrite the array.
 */
export type CurrentValue = (step: number) => number | Float64Array;

/** Grid and random numbers of a run. */
export interface CurrentRun {
  readonly dt: number;
  readonly seed: number;
  readonly trial: number;
}

/** Prepare the values of a current; steps must be requested in order. */
export function currentValue(current: CurrentProgram, run: CurrentRun): CurrentValue {
  const { course } = current;
  const evaluateCourse = kinds[course.kind] as (course: Course, task: CourseTask) => CurrentValue;
  const value = evaluateCourse(course, { ...run, current });
  const [start, stop] = activeSteps(current, run.dt);
  if (start <= 0 && stop === Number.POSITIVE_INFINITY) return value;
  return (step) => (step >= start && step < stop ? value(step) : 0);
}

type CourseTask = CurrentRun & { readonly current: CurrentProgram };

type Of<Kind extends Course["kind"]> = Extract<Course, { kind: Kind }>;

const kinds: {
  readonly [Kind in Course["kind"]]: (course: Of<Kind>, task: CourseTask) => CurrentValue;
} = { steps, samples, sine, formula, noise };

function steps({ times, values }: Of<"steps">, { dt }: CourseTask): CurrentValue {
  const begins = times.map((time) => nearestStep(time, dt));
  return (step) => {
    // If several changes fall into one step, the last one counts.
    let value = 0;
    for (let k = 0; k < begins.length && (begins[k] as number) <= step; k++) {
      value = values[k] as number;
    }
    return value;
  };
}

function samples({ from, every, values }: Of<"samples">, { dt }: CourseTask): CurrentValue {
  return (step) => {
    // The tolerance keeps 0.3 / 0.1 from being rounded down to the previous sample.
    const sample = Math.floor((step * dt - from) / every + 1e-9);
    return sample < 0 ? 0 : (values[Math.min(sample, values.length - 1)] as number);
  };
}

function sine(
  { amplitude, offset, turn, phase }: Of<"sine">,
  { dt, current: { start } }: CourseTask,
): CurrentValue {
  const sin = hostFunctions["sin"] as (x: number) => number;
  return (step) => offset + amplitude * sin(turn * (step * dt - start) + phase);
}

/** Places of `t` and `i` in the frame that a formula reads. */
export const formulaSlots: ReadonlyMap<string, number> = new Map([
  ["t", 0],
  ["i", 1],
]);

/** Create the check that values of a formula are finite. */
export function finiteValue({
  index,
  perNeuron,
}: {
  readonly index: number;
  readonly perNeuron: boolean;
}): (value: number, t: number, i: number) => number {
  return (value, t, i) => {
    if (Number.isFinite(value)) return value;
    const who = perNeuron ? `neuron ${i}` : "all targets";
    throw STIMULUS_VALUE({
      place: `stimuli[${index}].value`,
      message: "The formula of a stimulus yields a value that is not finite.",
      expected: "a finite value",
      got: `${value} at ${t} ms for ${who}`,
      next: "Correct the formula, or limit its duration by start and stop.",
    });
  };
}

function formula(
  { value: expression, perNeuron }: Of<"formula">,
  { dt, current: { index, targets } }: CourseTask,
): CurrentValue {
  const finite = finiteValue({ index, perNeuron });
  const context = { slots: formulaSlots };
  if (!perNeuron) {
    const compute = compileExpression(expression, context);
    return (step) => finite(compute(Float64Array.of(step * dt, 0)), step * dt, 0);
  }
  const neurons = Float64Array.from({ length: targets.size }, (_, k) => targets.neuron(k));
  const each = new Float64Array(targets.size);
  const fill = compileColumns(expression, context);
  return (step) => {
    const t = step * dt;
    fill([t, neurons], each);
    for (let k = 0; k < each.length; k++) finite(each[k] as number, t, neurons[k] as number);
    return each;
  };
}

function noise(
  { mean, sd, every: interval, shared, key: purpose }: Of<"noise">,
  { dt, seed, trial, current: { targets } }: CourseTask,
): CurrentValue {
  const every = Math.max(1, nearestStep(interval, dt));
  const key = streamKey(seed, purpose, trial);
  const values = new Float64Array(shared ? 1 : targets.size);
  let drawn = -1;
  return (step) => {
    const draw = Math.floor(step / every);
    if (draw !== drawn) {
      drawn = draw;
      fillNormal({ key, entity: 0, step: draw }, values);
      for (let k = 0; k < values.length; k++) values[k] = mean + sd * (values[k] ?? 0);
    }
    return shared ? (values[0] ?? 0) : values;
  };
}
