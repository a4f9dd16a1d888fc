import type { Code } from "@spikeloom/equations";
import { stream, streamKey } from "@spikeloom/random";
import type { NetworkProgram } from "../network-program.ts";
import { decaying, logarithm } from "./decaying.ts";
import { type Jump, ofNeuron } from "./event-form.ts";
import type { NeuronsInTime } from "./event-neurons.ts";
import type { MovingCurrent } from "./moving-current.ts";
import { after, firstRise } from "./quartic.ts";
import type { Affine, Searched, SmoothForm } from "./smooth-form.ts";

// Dormand & Prince 1980, doi:10.1016/0771-050X(80)90013-3, with the continuous extension of Hairer, Norsett & Wanner,
// Solving Ordinary Differential Equations I, 1993, II.6.

/** Coefficients of the stages, row by row. */
const stages: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
/** Differences of the two orders. */
const errors = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
const dense = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

/**
 * First and longest step in ms; a shorter one than the least is accepted whatever its error.
 *
 * The least is below the time constant of an exponential upstroke at its peak, about 2e-10 ms.
 */
const [firstStep, longestStep, leastStep] = [0.05, 20, 1e-11];

/** Intervals of a step in which a crossing of a value is searched that is no affine function of variables. */
const intervals = 8;

/** A value is 0 up to rounding below this share of its summands. */
const rounding = 4 * Number.EPSILON;

/** Where a value, times a sign, is below 0 and at least 0. */
interface Bracket {
  readonly of: Code;
  readonly sign: number;
  readonly from: number;
  readonly until: number;
}

interface Sampled {
  readonly of: Code;
  readonly sign: number;
  /** The value at the start of the step. */
  readonly start: number;
}

/** Numbers of a run that integrated neurons need. */
export interface SmoothOptions extends Pick<NetworkProgram, "seed" | "trial"> {
  /** Error of a step. */
  readonly tolerance: number;
  /** Currents that change all the time, with the variable of their input. */
  readonly moving?: readonly (MovingCurrent & { readonly variable: number })[];
}

/**
 * Create neurons whose equations are integrated between events.
 *
 * The error of a step is at most the tolerance times 1 + |x| + |dx/dt| ms. The last term lets a variable that changes fast
 * be early or late by the tolerance: the potential in an upstroke need not be exact for the time of the spike to be.
 */
export function smoothNeurons(
  form: SmoothForm,
  { tolerance, seed, trial: number, moving = [] }: SmoothOptions,
): NeuronsInTime {
  const { size, variables, initial, parameters, sides, test, reset, clamp, lasts, drawnSpike } =
    form;
  const width = variables.length;
  const x = initial.slice();
  const time = new Float64Array(size);
  const [isHeld, isLifted, isAbove, isKnown] = [0, 1, 2, 3].map(() => new Uint8Array(size)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  /** Length with which the present step is tried, and the one proposed for the next. */
  const trial = new Float64Array(size).fill(firstStep);
  const proposed = new Float64Array(size);
  const length = new Float64Array(size);
  /** Event at the end of the present step: 0 none, 1 a spike, 2 the end of a refractory period. */
  const ends = new Uint8Array(size);
  const found = new Float64Array(size);
  const curves = new Float64Array(size * width * 5);
  const frame = new Float64Array(form.frame);
  const [timeSlot, freeSlot] = [form.frame - 2, form.frame - 1];
  const k = stages.map(() => new Float64Array(width));
  const next = new Float64Array(width);
  const point = new Float64Array(width);

  const most = moving.reduce((least, { longest }) => Math.min(least, longest), longestStep);
  const isMoving = (variable: number): boolean => moving.some((one) => one.variable === variable);
  /** Add the currents that change all the time to the inputs in the frame. */
  const addCurrents = (n: number, at: number): void => {
    for (let c = 0; c < moving.length; c++) {
      const { variable, value } = moving[c] as (typeof moving)[number];
      frame[variable] = (frame[variable] as number) + value(n, at);
    }
  };
  const draws = stream(streamKey(seed, drawnSpike?.key ?? "", number), 0);
  const words = new Float64Array(drawnSpike === undefined ? 0 : size);
  /** Draw what the integrated rate of a neuron has to reach until its next spike. */
  const drawEscape = (n: number): void => {
    if (drawnSpike === undefined) return;
    draws.seek(n, 0, words[n]);
    x[n * width + drawnSpike.variable] = draws.exponential();
    words[n] = draws.word;
  };
  for (let n = 0; n < words.length; n++) drawEscape(n);

  const load = (n: number): void => {
    for (let p = 0; p < parameters.length; p++) {
      frame[width + p] = (parameters[p] as Float64Array)[n] as number;
    }
    frame[freeSlot] = 1 - (isHeld[n] as number);
  };
  const read = (n: number): void => {
    load(n);
    for (let v = 0; v < width; v++) frame[v] = x[n * width + v] as number;
    frame[timeSlot] = time[n] as number;
    addCurrents(n, time[n] as number);
  };
  const slopes = (n: number, at: number, into: Float64Array): void => {
    frame[timeSlot] = at;
    for (let v = 0; v < width; v++) {
      const side = sides[v];
      const stands = side === undefined || (isHeld[n] === 1 && form.held[v] === 1);
      into[v] = stands ? 0 : (side as Code)(frame);
    }
  };
  /** Factor of the next step for a relative error: its fifth root, within limits. */
  const factorOf = (error: number): number => {
    if (!(error > 1e-10)) return 5;
    if (error > 1e10) return 0.2;
    const exponent = -0.2 * logarithm(error);
    const root = exponent <= 0 ? decaying(exponent) : 1 / decaying(-exponent);
    return Math.min(5, Math.max(0.2, 0.9 * root));
  };
  /** Try a step; return its error relative to the tolerance. */
  const tryStep = (n: number, h: number): number => {
    const from = time[n] as number;
    const at = n * width;
    for (let s = 1; s < stages.length; s++) {
      const row = stages[s] as readonly number[];
      for (let v = 0; v < width; v++) {
        let sum = 0;
        for (let j = 0; j < row.length; j++) {
          sum += h * (row[j] as number) * ((k[j] as Float64Array)[v] as number);
        }
        next[v] = (x[at + v] as number) + sum;
        frame[v] = next[v] as number;
      }
      const then = from + (nodes[s] as number) * h;
      addCurrents(n, then);
      slopes(n, then, k[s] as Float64Array);
    }
    let most = 0;
    for (let v = 0; v < width; v++) {
      let sum = 0;
      for (let s = 0; s < errors.length; s++) {
        sum += h * (errors[s] as number) * ((k[s] as Float64Array)[v] as number);
      }
      const extent = Math.max(Math.abs(x[at + v] as number), Math.abs(next[v] as number));
      const [first, last] = [k[0] as Float64Array, k[6] as Float64Array];
      const slope = Math.min(Math.abs(first[v] as number), Math.abs(last[v] as number));
      const error = Math.abs(sum) / (tolerance * (1 + extent + (slope > 0 ? slope : 0)));
      if (!(error <= most)) most = error;
    }
    return most;
  };
  const keep = (n: number, h: number): void => {
    for (let v = 0; v < width; v++) {
      const at = 5 * (n * width + v);
      const own = x[n * width + v] as number;
      // What is infinite and stands still has no difference.
      const change = next[v] === own ? 0 : (next[v] as number) - own;
      const bend = h * ((k[0] as Float64Array)[v] as number) - change;
      let last = 0;
      for (let s = 0; s < dense.length; s++) {
        last += h * (dense[s] as number) * ((k[s] as Float64Array)[v] as number);
      }
      curves[at] = own;
      curves[at + 1] = change;
      curves[at + 2] = bend;
      curves[at + 3] = change - h * ((k[6] as Float64Array)[v] as number) - bend;
      curves[at + 4] = last;
    }
  };
  const curveAt = (n: number, share: number, into: Float64Array): void => {
    const rest = 1 - share;
    for (let v = 0; v < width; v++) {
      const at = 5 * (n * width + v);
      const inner = (curves[at + 3] as number) + rest * (curves[at + 4] as number);
      const outer = (curves[at + 2] as number) + share * inner;
      into[v] = (curves[at] as number) + share * ((curves[at + 1] as number) + rest * outer);
    }
  };
  /** Value of an expression within the present step. */
  const valueAt = (n: number, of: Code, share: number): number => {
    curveAt(n, share, frame);
    const then = (time[n] as number) + share * (length[n] as number);
    frame[timeSlot] = then;
    addCurrents(n, then);
    return of(frame);
  };
  const root = (n: number, { of, sign, from, until }: Bracket): number => {
    let [left, right] = [from, until];
    for (let turn = 0; turn < 60 && right - left > 1e-16; turn++) {
      const middle = 0.5 * (left + right);
      if (sign * valueAt(n, of, middle) < 0) left = middle;
      else right = middle;
    }
    return right;
  };
  const coefficients = [0, 0, 0, 0, 0];
  /**
   * Write the Bernstein coefficients of a value over a step, of which the continuous extension is a quartic.
   *
   * Returns the sum of the greatest magnitudes of its summands.
   */
  const bernstein = (n: number, { constant, factors }: Affine, sign: number): number => {
    const start = sign * constant(frame);
    coefficients.fill(start);
    let size = Math.abs(start);
    for (const { variable, factor } of factors) {
      const scale = sign * factor(frame);
      const at = 5 * (n * width + variable);
      const own = curves[at] as number;
      const change = curves[at + 1] as number;
      const bend = curves[at + 2] as number;
      const third = curves[at + 3] as number;
      const fourth = curves[at + 4] as number;
      const parts = [
        own,
        own + change / 4 + bend / 4,
        own + change / 2 + bend / 3 + third / 6 + fourth / 6,
        own + (3 * change) / 4 + bend / 4 + third / 4,
        own + change,
      ];
      let most = 0;
      for (let k = 0; k < 5; k++) {
        const part = scale * (parts[k] as number);
        coefficients[k] = (coefficients[k] as number) + part;
        most = Math.max(most, Math.abs(part));
      }
      size += most;
    }
    return size;
  };
  /** First share of a step at which a value, times a sign, reaches 0 from below; 2 if it does not. */
  const crossing = (n: number, of: Searched, sign: number, isAbove: boolean): number => {
    const { value, affine } = of;
    if (affine === undefined || affine.factors.some(({ variable }) => isMoving(variable))) {
      const start = sign * valueAt(n, value, 0);
      return sampledCrossing(n, {
        of: value,
        sign,
        start: isAbove ? Math.max(start, 0) : Math.min(start, -1e-300),
      });
    }
    const size = bernstein(n, affine, sign);
    // A neuron that rests at its threshold may be moved across by the error of its steps.
    const bound = (of === test && test.isStrict ? rounding + tolerance : rounding) * size;
    const [start = 0] = coefficients;
    // Rounding at an event that has just been at 0.
    coefficients[0] = isAbove ? Math.max(start, 0) : Math.min(start, 0);
    if (isAbove) {
      const falls = firstRise(
        coefficients.map((one) => -one),
        0,
      );
      if (falls === undefined) return 2;
      const [, right] = falls;
      const fallen = firstRise(after(coefficients, right), bound);
      if (fallen === undefined) return 2;
      const ends = fallen.map((share) => right + share * (1 - right));
      return root(n, { of: value, sign, from: ends[0] as number, until: ends[1] as number });
    }
    const rises = firstRise(coefficients, bound);
    return rises === undefined ? 2 : root(n, { of: value, sign, from: rises[0], until: rises[1] });
  };
  const sampledCrossing = (n: number, { of, sign, start }: Sampled): number => {
    let [older, old, before] = [0, 0, start];
    let previous = Number.NEGATIVE_INFINITY;
    for (let part = 1; part <= intervals; part++) {
      const share = part / intervals;
      const value = sign * valueAt(n, of, share);
      if (before < 0 && value >= 0) return root(n, { of, sign, from: old, until: share });
      // A maximum below 0 at these points may exceed it between them.
      if (before < 0 && before > previous && before > value) {
        const top = highest(n, of, sign, older, share);
        if (sign * valueAt(n, of, top) >= 0) return root(n, { of, sign, from: older, until: top });
      }
      [older, old, previous, before] = [old, share, before, value];
    }
    return 2;
  };
  const highest = (n: number, of: Code, sign: number, from: number, until: number): number => {
    let [left, right] = [from, until];
    for (let turn = 0; turn < 40; turn++) {
      const [one, other] = [left + (right - left) / 3, right - (right - left) / 3];
      if (sign * valueAt(n, of, one) < sign * valueAt(n, of, other)) left = one;
      else right = other;
    }
    return 0.5 * (left + right);
  };
  const search = (n: number): void => {
    const end = (time[n] as number) + (length[n] as number);
    ends[n] = 0;
    found[n] = end;
    const note = (share: number, kind: number): void => {
      if (share > 1) return;
      ends[n] = kind;
      found[n] = (time[n] as number) + share * (length[n] as number);
    };
    if (isHeld[n] === 1) {
      if (lasts?.kind === "while") note(crossing(n, lasts, -1, false), 2);
    } else if (test !== undefined) {
      note(crossing(n, test, 1, isAbove[n] === 1), 1);
    }
  };
  /** Compute the present step, which begins at the last event. */
  const step = (n: number): void => {
    if (isKnown[n] === 1) return;
    isKnown[n] = 1;
    read(n);
    slopes(n, time[n] as number, k[0] as Float64Array);
    let h = Math.min(trial[n] as number, most);
    for (;;) {
      const error = tryStep(n, h);
      if (error <= 1 || h <= leastStep) {
        proposed[n] = Math.min(longestStep, Math.max(leastStep, h * factorOf(error)));
        break;
      }
      h = Math.max(leastStep, h * (Number.isFinite(error) ? Math.min(0.9, factorOf(error)) : 0.1));
    }
    // Values that are not finite stay so: nothing is gained by short steps.
    if (next.some((one, v) => !Number.isFinite(one) && one !== x[n * width + v]))
      h = Math.max(h, 1);
    length[n] = h;
    keep(n, h);
    search(n);
  };
  const isFulfilled = (value: number): boolean =>
    value > 0 || (value === 0 && test?.isStrict === false);
  const lift = (n: number): void => {
    if (test === undefined || isHeld[n] === 1) return;
    read(n);
    const holds = isFulfilled(test.value(frame));
    if (test.isRising && !holds) isAbove[n] = 0;
    isLifted[n] = holds && isAbove[n] === 0 ? 1 : 0;
  };
  const move = (n: number, at: number, values: Float64Array): void => {
    x.set(values, n * width);
    time[n] = at;
    trial[n] = proposed[n] as number;
    isKnown[n] = 0;
    if (isAbove[n] === 0 || test === undefined) return;
    read(n);
    if (test.value(frame) < 0) isAbove[n] = 0;
  };
  const assign = (n: number, all: SmoothForm["reset"]): void => {
    read(n);
    for (const { variable, value } of all) next[variable] = value(frame);
    for (const { variable } of all) x[n * width + variable] = next[variable] as number;
  };
  const never = (): Float64Array => new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  return {
    width,
    strides: { x: width, time: 1, flag: 1 },
    x,
    time,
    isHeld,
    isLifted,
    isAbove,
    schedule: {
      own: never(),
      isOwned: new Uint8Array(size),
      due: never(),
      isExact: new Uint8Array(size),
    },
    trial,
    words,
    advance(n, at) {
      if (at === time[n]) {
        isKnown[n] = 0;
        return;
      }
      step(n);
      load(n);
      curveAt(n, (at - (time[n] as number)) / (length[n] as number), point);
      move(n, at, point);
    },
    receive(n, jumps: readonly Jump[], weight) {
      isKnown[n] = 0;
      for (const { variable, factor, isBlocked } of jumps) {
        if (isBlocked && isHeld[n] === 1) continue;
        const at = n * width + variable;
        x[at] = (x[at] as number) + ofNeuron(factor, n) * weight;
      }
      lift(n);
    },
    spike(n) {
      isKnown[n] = 0;
      isLifted[n] = 0;
      read(n);
      const before = test?.value(frame) ?? 0;
      assign(n, reset);
      drawEscape(n);
      read(n);
      let duration = 0;
      if (lasts !== undefined) {
        const value = lasts.value(frame);
        // At the crossing that is the spike, its condition may hold up to rounding.
        const holds = value > -1e-9 * (1 + Math.abs(value));
        duration = lasts.kind === "time" ? value : holds ? Number.POSITIVE_INFINITY : 0;
      }
      isHeld[n] = duration > 0 ? 1 : 0;
      if (duration > 0) for (const one of clamp) assign(n, [one]);
      if (test?.isRising === true) {
        read(n);
        const value = test.value(frame);
        isAbove[n] =
          value >= 0 || Math.abs(value - before) <= 1e-9 * (1 + Math.abs(before)) ? 1 : 0;
      } else lift(n);
      return duration;
    },
    release(n) {
      isKnown[n] = 0;
      isHeld[n] = 0;
      if (test?.isRising !== false) return;
      lift(n);
      // Where the same condition ends the period, it may hold up to rounding.
      const above = test.value(frame);
      if (lasts?.kind === "while" && above <= 1e-9 * (1 + Math.abs(above))) isLifted[n] = 0;
    },
    settle(n) {
      isKnown[n] = 0;
      isAbove[n] = 0;
      lift(n);
    },
    earliestSpike: (n) => time[n] as number,
    nextSpike(n, until) {
      if (isLifted[n] === 1 && isHeld[n] === 0) return time[n] as number;
      step(n);
      while (ends[n] === 0 && (found[n] as number) < until) {
        load(n);
        curveAt(n, 1, point);
        move(n, found[n] as number, point);
        step(n);
      }
      return found[n] as number;
    },
    outcome(n) {
      if (isLifted[n] === 1 && isHeld[n] === 0) return "spike";
      return ends[n] === 0 ? "later" : ends[n] === 1 ? "spike" : "release";
    },
    peek(n, at, into) {
      if (at === time[n]) {
        for (let v = 0; v < width; v++) into[v] = x[n * width + v] as number;
        return;
      }
      step(n);
      load(n);
      curveAt(n, (at - (time[n] as number)) / (length[n] as number), into);
    },
  };
}
