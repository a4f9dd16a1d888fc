import { freeNames } from "@spikeloom/equations";
import { fillNormal, streamKey } from "@spikeloom/random";
import { currentValue } from "../inputs/current-value.ts";
import type { Course, CurrentProgram } from "../inputs/stimulus-program.ts";
import type { NetworkProgram } from "../network-program.ts";
import { stepOf } from "./step-of.ts";

/**
 * Values of a current, constant between its changes.
 *
 * `specs/program/continuous.md` defines them.
 */
export interface CurrentCourse {
  /** First change after a time, in ms; Infinity if there is none. */
  nextAfter(time: number): number;
  /** Value from a time on: one number for all targets, or one each, which the next call may overwrite. */
  value(time: number): number | Float64Array;
}

type Run = Pick<NetworkProgram, "seed" | "trial" | "dt">;
type Of<Kind extends Course["kind"]> = Extract<Course, { kind: Kind }>;
type Task = Run & { readonly current: CurrentProgram };

/**
 * Prepare the course of a current.
 *
 * It is 0 for a current that changes all the time, which `movingCurrent` adds while it acts.
 */
export function currentCourse(current: CurrentProgram, run: Run): CurrentCourse {
  const { course, start, stop } = current;
  const create = kinds[course.kind] as (course: Course, task: Task) => CurrentCourse;
  const own = create(course, { ...run, current });
  return {
    nextAfter(time) {
      if (time < start) return start;
      return time >= stop ? Number.POSITIVE_INFINITY : Math.min(own.nextAfter(time), stop);
    },
    value: (time) => (time >= start && time < stop ? own.value(time) : 0),
  };
}

const still: CurrentCourse = { nextAfter: () => Number.POSITIVE_INFINITY, value: () => 0 };

const kinds: {
  readonly [Kind in Course["kind"]]: (course: Of<Kind>, task: Task) => CurrentCourse;
} = { steps, samples, sine: () => still, formula, noise };

function steps({ times, values }: Of<"steps">): CurrentCourse {
  // Times may be out of order within a step; of equal times, the last one counts.
  const order = times.map((_, k) => k).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const sorted = order.map((k) => times[k] as number);
  const latest = (time: number): number => sorted.findLastIndex((one) => one <= time);
  return {
    nextAfter: (time) => sorted[latest(time) + 1] ?? Number.POSITIVE_INFINITY,
    value: (time) => values[order[latest(time)] ?? -1] ?? 0,
  };
}

function samples({ from, every, values }: Of<"samples">): CurrentCourse {
  const timeOf = (k: number): number => from + k * every;
  const latest = (time: number): number => {
    const k = Math.floor((time - from) / every);
    if (timeOf(k) > time) return k - 1;
    return timeOf(k + 1) <= time ? k + 1 : k;
  };
  return {
    nextAfter(time) {
      const next = Math.max(0, latest(time) + 1);
      return next < values.length ? timeOf(next) : Number.POSITIVE_INFINITY;
    },
    value(time) {
      const k = latest(time);
      return k < 0 ? 0 : (values[Math.min(k, values.length - 1)] as number);
    },
  };
}

function formula({ value }: Of<"formula">, { current, ...run }: Task): CurrentCourse {
  if (freeNames(value).has("t")) return still;
  const always = { ...current, start: 0, stop: Number.POSITIVE_INFINITY };
  const compute = currentValue(always, run);
  return { nextAfter: () => Number.POSITIVE_INFINITY, value: () => compute(0) };
}

function noise(
  { mean, sd, every, shared, key: purpose }: Of<"noise">,
  { seed, trial, current: { targets } }: Task,
): CurrentCourse {
  const key = streamKey(seed, purpose, trial);
  const values = new Float64Array(shared ? 1 : targets.size);
  return {
    nextAfter: (time) => (stepOf(time, every) + 1) * every,
    value(time) {
      fillNormal({ key, entity: 0, step: stepOf(time, every) }, values);
      for (let k = 0; k < values.length; k++) values[k] = mean + sd * (values[k] as number);
      return shared ? (values[0] as number) : values;
    },
  };
}
