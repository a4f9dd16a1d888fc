import { type LinearFlow, type NeuronNumbers, packed, type SparseMatrix } from "./closed-form.ts";
import { earliestCrossing, nextCrossing } from "./crossing.ts";
import { decaying } from "./decaying.ts";
import { type EventForm, type Jump, ofNeuron } from "./event-form.ts";
import { type Exponentials, exponentials, powerIntegral } from "./exponentials.ts";

/** State of a population's neurons, each at the time of its last event or step. */
export interface NeuronsInTime
  extends Omit<EventNeurons, "form" | "begin" | "drift" | "course" | "nextSpike"> {
  /** Length in ms with which a neuron's next step is tried; undefined if there are no steps. */
  readonly trial?: Float64Array;
  /** Random words that each neuron has used; empty if its spikes are not drawn. */
  readonly words?: Float64Array;
  /** Time of its next spike or release, or, where equations are integrated, a later bound of it after `until`. */
  nextSpike(neuron: number, until: number): number;
  /** Event at the time that `nextSpike` last returned. */
  outcome?(neuron: number): "spike" | "release" | "later";
}

/**
 * Distances between consecutive neurons.
 *
 * The first element of neuron `n` has the index `n` times the stride.
 */
export interface Strides {
  readonly x: number;
  /** Of `time` and `due`. */
  readonly time: number;
  /** Of all flags. */
  readonly flag: number;
}

/** Columns beside the state, which belong to the simulator that runs the neurons. */
export interface Schedule {
  /** Next event of a neuron besides spikes and arrivals; side by side. */
  readonly own: Float64Array;
  /** 1 where that is not Infinity. */
  readonly isOwned: Uint8Array;
  /** The earlier of that and of a lower bound of its next spike. */
  readonly due: Float64Array;
  /** 1 where the bound is the time of the spike. */
  readonly isExact: Uint8Array;
}

/** State of neurons whose equations have a closed form. */
export interface EventNeurons {
  readonly form: EventForm;
  /** Number of variables of a neuron, with the constant 1. */
  readonly width: number;
  readonly strides: Strides;
  /** Variables of a neuron and the constant 1. */
  readonly x: Float64Array;
  readonly time: Float64Array;
  /** 1 during the refractory period of a neuron. */
  readonly isHeld: Uint8Array;
  /** 1 where a jump or the end of a refractory period left the test fulfilled, until the neuron spikes. */
  readonly isLifted: Uint8Array;
  /** 1 while a test of an upward crossing stays fulfilled after a spike. */
  readonly isAbove: Uint8Array;
  readonly schedule: Schedule;
  /** Set all neurons to their initial values at time 0. */
  begin(): void;
  /** Advance a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** Write the derivatives of its variables. */
  drift(neuron: number, into: Float64Array): void;
  /** Let a weight arrive, without advancing the neuron. */
  receive(neuron: number, jumps: readonly Jump[], weight: number): void;
  /** Reset a neuron that spikes; return the duration of its refractory period, which has begun if it is above 0. */
  spike(neuron: number): number;
  /** End a refractory period. */
  release(neuron: number): void;
  /** Test a neuron whose variables have been set. */
  settle(neuron: number): void;
  /** Lower bound of the time of its next spike, cheaper than that; a close one is Infinity more often. */
  earliestSpike(neuron: number, isClose: boolean): number;
  /** Time at which it spikes next if nothing arrives, by its state alone; Infinity if it never does. */
  nextSpike(neuron: number): number;
  /** Copy the variables at a time before the next event, without advancing the neuron. */
  peek(neuron: number, time: number, into: Float64Array): void;
  /** Future course of a linear function of its variables. */
  course(neuron: number, of: FutureCourse): Exponentials;
}

/** Allocates columns of zeros, for example in a memory that compiled code reads. */
export interface Columns {
  f64(length: number): Float64Array;
  i32(length: number): Int32Array;
  u8(length: number): Uint8Array;
}

const separate: Columns = {
  f64: (length) => new Float64Array(length),
  i32: (length) => new Int32Array(length),
  u8: (length) => new Uint8Array(length),
};

/** Numbers in a cache line. */
const line = 8;

/**
 * Return the numbers that the record of a neuron takes.
 *
 * They are its variables and the constant, its time, a word of flags, and the time at which it is due. A record begins with a
 * cache line, so that an event that finds a neuron outside the cache waits once.
 */
export function recordLength({ variables }: Pick<EventForm, "variables">): number {
  return Math.ceil((variables.length + 4) / line) * line;
}

/** Create the state of a population. */
export function eventNeurons(form: EventForm, columns: Columns = separate): EventNeurons {
  const { size, initial, test, reset, refractory } = form;
  const width = form.variables.length + 1;
  const stride = recordLength(form);
  const records = columns.f64(size * stride);
  const from = (k: number): Float64Array => records.subarray(Math.min(k, records.length));
  const [x, time, due] = [records, from(width), from(width + 2)];
  const own = columns.f64(size);
  const flag = (k: number): Uint8Array => {
    const { buffer, byteOffset, byteLength } = from(width + 1);
    return new Uint8Array(buffer, byteOffset, byteLength).subarray(k);
  };
  const [isHeld, isLifted, isAbove, isOwned] = [flag(0), flag(1), flag(2), flag(3)];
  const isExact = flag(4);
  const flags = 8 * stride;
  const strides: Strides = { x: stride, time: stride, flag: flags };
  const begin = (): void => {
    records.fill(0);
    own.fill(Number.POSITIVE_INFINITY);
    for (let n = 0; n < size; n++) {
      for (let k = 0; k < width; k++) x[n * stride + k] = initial[n * width + k] as number;
      due[n * stride] = Number.POSITIVE_INFINITY;
    }
  };
  begin();
  const isRising = test?.isRising === true;
  const [free, held] = [flowSteps(form.free), flowSteps(form.held)];
  const level = test && futureCourse(form, test.function);
  const old = new Float64Array(width);
  const lift = (n: number): void => {
    if (test === undefined || isHeld[n * flags] === 1) return;
    const above = product(test.function, n, x, n * stride);
    const isFulfilled = above > 0 || (above === 0 && !test.isStrict);
    if (isRising && !isFulfilled) isAbove[n * flags] = 0;
    isLifted[n * flags] = isFulfilled && isAbove[n * flags] === 0 ? 1 : 0;
  };
  /** A spike at a crossing leaves the test fulfilled, up to rounding, unless the reset changes it. */
  const stayAbove = (n: number): void => {
    if (test === undefined || !isRising) return;
    const { from, values, stride: apart } = test.function;
    let sum = 0;
    let size = 0;
    for (let k = 0; k < from.length; k++) {
      const part =
        (values[n * apart + k] as number) * (x[n * stride + (from[k] as number)] as number);
      sum += part;
      size += Math.abs(part);
    }
    isAbove[n * flags] = sum >= -1e-12 * size ? 1 : 0;
  };
  const course = (n: number, of: FutureCourse, share = 0): Exponentials =>
    fillCourse(isHeld[n * flags] === 1 ? of.held : of.free, n, x, { at: n * stride, share });
  return {
    form,
    width,
    strides,
    x,
    time,
    isHeld,
    isLifted,
    isAbove,
    schedule: { own, isOwned, due, isExact },
    course,
    begin,
    advance(n, at) {
      const s = at - (time[n * stride] as number);
      time[n * stride] = at;
      if (s === 0) return;
      (isHeld[n * flags] === 1 ? held : free).advance(n, s, x, n * stride);
      if (isAbove[n * flags] === 1 && test !== undefined) {
        isAbove[n * flags] = product(test.function, n, x, n * stride) < 0 ? 0 : 1;
      }
    },
    drift(n, into) {
      for (let k = 0; k < into.length; k++) into[k] = 0;
      addProduct((isHeld[n * flags] === 1 ? form.held : form.free).matrix, n, {
        x,
        at: n * stride,
        into,
      });
    },
    receive(n, jumps, weight) {
      let jolts = false;
      for (let k = 0; k < jumps.length; k++) {
        const { variable, factor, isBlocked } = jumps[k] as Jump;
        if (isBlocked && isHeld[n * flags] === 1) continue;
        const at = n * stride + variable;
        x[at] = (x[at] as number) + ofNeuron(factor, n) * weight;
        jolts ||= level?.reads[variable] === 1;
      }
      if (jolts) lift(n);
    },
    spike(n) {
      const first = n * stride;
      for (let k = 0; k < width; k++) old[k] = x[first + k] as number;
      for (let k = 0; k < reset.to.length; k++) x[first + (reset.to[k] as number)] = 0;
      addProduct(reset, n, { x: old, at: 0, into: x, first });
      const lasts = ofNeuron(refractory, n);
      isLifted[n * flags] = 0;
      isHeld[n * flags] = lasts > 0 ? 1 : 0;
      stayAbove(n);
      if (test?.isRising === false) lift(n);
      return lasts;
    },
    settle(n) {
      isAbove[n * flags] = 0;
      lift(n);
    },
    release(n) {
      isHeld[n * flags] = 0;
      if (test?.isRising !== false) return;
      lift(n);
      // What has moved during the period may be at the threshold up to rounding.
      if (level !== undefined && test.isStrict && startOf(course(n, level, cancelled)) === 0)
        isLifted[n * flags] = 0;
    },
    peek(n, at, into) {
      for (let k = 0; k < width; k++) into[k] = x[n * stride + k] as number;
      const s = at - (time[n * stride] as number);
      if (s !== 0) (isHeld[n * flags] === 1 ? held : free).advance(n, s, into, 0);
    },
    earliestSpike(n, isClose) {
      if (level === undefined || isHeld[n * flags] === 1) return Number.POSITIVE_INFINITY;
      const from = time[n * stride] as number;
      return isLifted[n * flags] === 1 ? from : from + earliestCrossing(course(n, level), isClose);
    },
    nextSpike(n) {
      if (level === undefined || isHeld[n * flags] === 1) return Number.POSITIVE_INFINITY;
      const from = time[n * stride] as number;
      if (isLifted[n * flags] === 1) return from;
      return from + nextCrossing(course(n, level, cancelled), isAbove[n * flags] === 1);
    },
  };
}

/** Compute a matrix's product of one row. */
export function product(
  { from, values, stride }: SparseMatrix,
  n: number,
  x: Float64Array,
  at: number,
): number {
  let sum = 0;
  for (let k = 0; k < from.length; k++) {
    sum += (values[n * stride + k] as number) * (x[at + (from[k] as number)] as number);
  }
  return sum;
}

interface Product {
  readonly x: Float64Array;
  readonly at: number;
  readonly into: Float64Array;
  readonly first?: number;
}

/**
 * Add a matrix's product with variables that begin at an index.
 *
 * `isTransposed` transposes the matrix.
 */
export function addProduct(
  { to, from, values, stride }: SparseMatrix,
  n: number,
  { x, at, into, first = 0 }: Product,
  isTransposed = false,
): void {
  const rows = isTransposed ? from : to;
  const columns = isTransposed ? to : from;
  for (let k = 0; k < rows.length; k++) {
    const row = first + (rows[k] as number);
    const value = (values[n * stride + k] as number) * (x[at + (columns[k] as number)] as number);
    into[row] = (into[row] as number) + value;
  }
}

/** Advances variables along a linear flow, and adjoints back along it. */
export interface FlowSteps {
  /** Advance the variables that begin at an index by a time. */
  advance(neuron: number, s: number, x: Float64Array, at: number): void;
  /**
   * Propagate adjoints of the variables back over a time.
   *
   * In all of it, the derivative of the loss with respect to the integral of `variable` is `steady`.
   */
  retreat(neuron: number, s: number, adjoints: Adjoints): void;
}

/** Adjoints of variables that begin at an index, and a steady source. */
export interface Adjoints {
  readonly adjoint: Float64Array;
  readonly at: number;
  readonly variable: number;
  readonly steady: number;
}

/** Create the steps of a flow. */
export function flowSteps({ rates, terms }: LinearFlow): FlowSteps {
  const { to, from, mode, power, values, stride } = terms;
  const count = Math.max(-1, ...to) + 1;
  const length = to.length;
  // The constant comes after the variables, and stays.
  const next = new Float64Array(count + 1);
  // What is left of exponentials, by rate, and after which time: most neurons that a spike reaches were last reached by the same one.
  const decays = new Float64Array(rates.count);
  const since = new Float64Array(rates.count).fill(Number.NaN);
  const apply = (
    n: number,
    s: number,
    x: Float64Array,
    at: number,
    { rows, columns }: { readonly rows: Uint16Array; readonly columns: Uint16Array },
  ): void => {
    if (rates.stride !== 0) since.fill(Number.NaN);
    for (let k = 0; k <= count; k++) next[k] = 0;
    for (let k = 0, own = n * stride; k < length; k++, own++) {
      const read = x[at + (columns[k] as number)] as number;
      if (read === 0) continue;
      const m = mode[k] as number;
      if (since[m] !== s) {
        since[m] = s;
        decays[m] = m === 0 ? 1 : decaying((rates.values[n * rates.stride + m] as number) * s);
      }
      let value = (values[own] as number) * read * (decays[m] as number);
      for (let p = power[k] as number; p > 0; p--) value *= s;
      const row = rows[k] as number;
      next[row] = (next[row] as number) + value;
    }
    for (let k = 0; k < count; k++) x[at + k] = next[k] as number;
  };
  const forward = { rows: to, columns: from };
  const backward = { rows: from, columns: to };
  return {
    advance: (n, s, x, at) => apply(n, s, x, at, forward),
    retreat(n, s, { adjoint, at, variable, steady }) {
      apply(n, s, adjoint, at, backward);
      if (steady === 0) return;
      for (let k = 0; k < length; k++) {
        const column = from[k] as number;
        if (to[k] !== variable || column === count) continue;
        const m = mode[k] as number;
        const rate = rates.values[n * rates.stride + m] as number;
        const integral = powerIntegral(power[k] as number, rate, s, decaying(rate * s));
        const value = steady * (values[n * stride + k] as number) * integral;
        adjoint[at + column] = (adjoint[at + column] as number) + value;
      }
    },
  };
}

/** A linear function of variables in the future, while nothing arrives. */
export interface FutureCourse {
  readonly free: Course;
  readonly held: Course;
  /** 1 for the variables that it reads. */
  readonly reads: Uint8Array;
}

/** A future course in the free or the held flow. */
export interface Course extends NeuronNumbers {
  readonly rates: LinearFlow["rates"];
  /** Variable whose present value a term contains, in the order of their rates and powers. */
  readonly from: Uint16Array;
  /** Number of terms up to those of a rate and power. */
  readonly ends: Uint16Array;
  readonly sum: Exponentials;
}

/** Derive the future course of a linear function, given as a matrix of one row. */
export function futureCourse(
  { free, held, variables, size }: EventForm,
  of: SparseMatrix,
): FutureCourse {
  const reads = new Uint8Array(variables.length + 1);
  for (const variable of of.from) reads[variable] = 1;
  const course = (flow: LinearFlow): Course => courseOf(flow, of, size);
  return { free: course(free), held: course(held), reads };
}

function courseOf({ rates, terms }: LinearFlow, of: SparseMatrix, size: number): Course {
  const width = Math.max(0, ...terms.power) + 1;
  const keys = new Map<string, Float64Array>();
  const count = of.stride === 0 && terms.stride === 0 ? 1 : size;
  const add = (from: number, place: number, value: (n: number) => number): void => {
    const key = `${from} ${place}`;
    const column = keys.get(key) ?? new Float64Array(count);
    keys.set(key, column);
    for (let n = 0; n < count; n++) column[n] = (column[n] as number) + value(n);
  };
  of.from.forEach((variable, i) => {
    const factor = (n: number): number => of.values[n * of.stride + i] as number;
    let isConstant = true;
    terms.to.forEach((to, k) => {
      if (to !== variable) return;
      isConstant = false;
      const place = (terms.mode[k] as number) * width + (terms.power[k] as number);
      const value = (n: number): number => terms.values[n * terms.stride + k] as number;
      add(terms.from[k] as number, place, (n) => factor(n) * value(n));
    });
    if (isConstant) add(variable, 0, factor);
  });
  const entries = [...keys]
    .map(([key, column]) => {
      const [from, place] = key.split(" ").map(Number) as [number, number];
      return { from, place, column };
    })
    .sort((one, other) => one.place - other.place);
  const columns = entries.map(({ column }) => column);
  return {
    rates,
    from: Uint16Array.from(entries, ({ from }) => from),
    ends: Uint16Array.from({ length: rates.count * width }, (_, place) => {
      return entries.filter((one) => one.place <= place).length;
    }),
    ...packed(columns, size),
    sum: exponentials(rates.count, width - 1),
  };
}

/** What is left of a sum by rounding, relative to its summands: each is rounded a few times. */
const cancelled = 4 * Number.EPSILON;

interface Filled {
  /** Index of the variables. */
  readonly at: number;
  /** Share of the summands up to which a sum counts as 0. */
  readonly share: number;
}

/** Value of a sum at its start. */
function startOf({ constant, terms, width, weights }: Exponentials): number {
  let value = constant;
  for (let j = 0; j < terms; j++) value += weights[j * width] as number;
  return value;
}

/**
 * Fill in the future course of a neuron.
 *
 * A constant or weight becomes 0 if it is at most a share of the magnitudes of its summands. What rounding leaves of them thus does
 * not move a neuron that rests at its threshold.
 */
function fillCourse(of: Course, n: number, x: Float64Array, { at, share }: Filled): Exponentials {
  const { rates, from, ends, values, stride, sum } = of;
  const { width, weights } = sum;
  let terms = 0;
  let k = 0;
  if (width === 1 && share === 0) {
    for (let m = 0; m < rates.count; m++) {
      let part = 0;
      for (const end = ends[m] as number; k < end; k++) {
        part += (values[n * stride + k] as number) * (x[at + (from[k] as number)] as number);
      }
      if (m === 0) sum.constant = part;
      else if (part !== 0) {
        weights[terms] = part;
        sum.rates[terms++] = rates.values[n * rates.stride + m] as number;
      }
    }
    sum.terms = terms;
    return sum;
  }
  for (let m = 0, place = 0; m < rates.count; m++) {
    let isUsed = false;
    for (let p = 0; p < width; p++, place++) {
      let part = 0;
      let size = 0;
      for (const end = ends[place] as number; k < end; k++) {
        const summand =
          (values[n * stride + k] as number) * (x[at + (from[k] as number)] as number);
        part += summand;
        size += Math.abs(summand);
      }
      if (Math.abs(part) <= share * size) part = 0;
      // The first rate is 0.
      if (place === 0) {
        sum.constant = part;
        part = 0;
      }
      weights[terms * width + p] = part;
      if (part !== 0) isUsed = true;
    }
    if (isUsed) sum.rates[terms++] = rates.values[n * rates.stride + m] as number;
  }
  sum.terms = terms;
  return sum;
}
