import type { CurrentProgram, DriveProgram, NetworkProgram } from "@spikeloom/program";
import {
  type CurrentCourse,
  currentCourse,
  type DrivePoints,
  drivePoints,
  type Jump,
  type MovingCurrent,
  movingCurrent,
} from "@spikeloom/program/events";
import type { NeuronsForm } from "./neurons.ts";

/** Changes of inputs and random spikes that a neuron receives from outside the network. */
export interface Inputs {
  /** Time of the next change of a neuron's inputs, or a lower bound of it. */
  next(neuron: number): number;
  /** Let everything at that time act. */
  act(neuron: number, time: number, target: InputTarget): void;
  /** Set what code adds to an input from now on; return its new values. */
  add(input: string, values: Float64Array): Float64Array;
  /** Last change that each neuron has seen; -1 for none. */
  readonly seen: Float64Array;
  /** Forget changes before a time, which all neurons have seen. */
  forget(time: number): void;
  readonly drives: readonly DrivePoints[];
  /** Currents that change all the time, with the variable of their input; 0 where they do not act. */
  readonly moving: readonly (MovingCurrent & { readonly variable: number })[];
  readonly added: ReadonlyMap<string, Float64Array>;
}

/** Changes a neuron that has been advanced to the time of the change. */
export interface InputTarget {
  set(neuron: number, variable: number, value: number): void;
  receive(neuron: number, jumps: readonly Jump[], weight: number): void;
}

interface Current {
  readonly program: CurrentProgram;
  readonly course: CurrentCourse;
}

/** Values of all inputs from a time on. */
interface Change {
  readonly time: number;
  /** By input, for each neuron. */
  readonly values: readonly Float64Array[];
}

/** Read the stimuli of a population; undefined if it has none. */
export function createInputs(program: NetworkProgram, form: NeuronsForm): Inputs | undefined {
  const { name, size, inputs, receptors } = form;
  const own = program.stimuli.filter(({ population }) => population === name);
  if (own.length === 0 && inputs.size === 0) return undefined;
  const drivePrograms = own.filter((one): one is DriveProgram => one.kind === "drive");
  const currents = own.flatMap((one): readonly Current[] => {
    if (one.kind === "drive") return [];
    return [{ program: one, course: currentCourse(one, program) }];
  });
  const drives = drivePrograms.map((one) => drivePoints(one, program));
  const driven = drivePrograms.map((one, d) => ({
    points: drives[d] as DrivePoints,
    jumps: receptors.get(one.port) ?? [],
    weight: one.weight,
    index: one.targets.isAll
      ? undefined
      : Int32Array.from({ length: size }, (_, n) => one.targets.index(n)),
  }));
  const variables = [...inputs];
  const added = new Map<string, Float64Array>();
  let changes: Change[] = [];
  const seen = new Float64Array(size).fill(-1);
  const moving = currents.flatMap(({ program: one }) => {
    const found = movingCurrent(one, program);
    if (found === undefined) return [];
    const { start, stop, targets } = one;
    // Of a neuron that has not been advanced to a change yet, the current before it.
    const acts = (n: number): boolean => {
      const last = seen[n] as number;
      return last >= Math.max(0, start) && last < stop && targets.index(n) >= 0;
    };
    const value = (n: number, time: number): number => {
      // A step may be tried beyond the end.
      return acts(n) ? found.value(n, Math.min(time, stop)) : 0;
    };
    return [{ variable: inputs.get(one.port) as number, longest: found.longest, value }];
  });
  const isFirst = currents.some(({ program: { start, stop }, course }) => {
    return course.value(0) !== 0 || (start <= 0 && stop > 0);
  });
  const begin = isFirst ? 0 : nextAfter(0);
  function nextAfter(time: number): number {
    return currents.reduce(
      (least, { course }) => Math.min(least, course.nextAfter(time)),
      Number.POSITIVE_INFINITY,
    );
  }
  /** The changes are listed as far as a neuron needs them. */
  const changeAfter = (time: number): Change | undefined => {
    let k = changes.length - 1;
    while (k >= 0 && (changes[k] as Change).time > time) k--;
    const known = changes[k + 1];
    if (known !== undefined) return known;
    const at = time < 0 ? begin : nextAfter(time);
    if (at === Number.POSITIVE_INFINITY) return undefined;
    const change = { time: at, values: variables.map(([input]) => valuesAt(input, at)) };
    changes.push(change);
    return change;
  };
  const valuesAt = (input: string, time: number): Float64Array => {
    const sum = new Float64Array(size);
    for (const { program: one, course } of currents) {
      if (one.port !== input) continue;
      const value = course.value(time);
      for (let k = 0; k < one.targets.size; k++) {
        const n = one.targets.neuron(k);
        sum[n] = (sum[n] as number) + (typeof value === "number" ? value : (value[k] as number));
      }
    }
    const more = added.get(input);
    if (more !== undefined) for (let n = 0; n < size; n++) sum[n] = (sum[n] ?? 0) + (more[n] ?? 0);
    return sum;
  };
  const hasCurrents = currents.length > 0;
  return {
    drives,
    moving,
    added,
    seen,
    next(n) {
      let next = Number.POSITIVE_INFINITY;
      if (hasCurrents) next = changeAfter(seen[n] as number)?.time ?? next;
      for (const { points, index } of driven) {
        const k = index === undefined ? n : (index[n] as number);
        if (k >= 0) next = Math.min(next, points.next[k] as number);
      }
      return next;
    },
    act(n, time, target) {
      const change = hasCurrents ? changeAfter(seen[n] as number) : undefined;
      if (change !== undefined && change.time === time) {
        variables.forEach(([, variable], k) => {
          target.set(n, variable, (change.values[k] as Float64Array)[n] as number);
        });
        seen[n] = time;
      }
      for (const { points, index, jumps, weight } of driven) {
        const k = index === undefined ? n : (index[n] as number);
        while (k >= 0 && points.next[k] === time) {
          const count = points.advance(k);
          if (count === 0) continue;
          const each = typeof weight === "number" ? weight : (weight[k] as number);
          target.receive(n, jumps, count * each);
        }
      }
    },
    add(input, values) {
      added.set(input, values.slice());
      // Later changes were summed without it.
      changes = [];
      return valuesAt(input, seen[0] ?? -1);
    },
    forget(time) {
      if (changes.length > 0) changes = changes.filter((one) => one.time >= time);
    },
  };
}
