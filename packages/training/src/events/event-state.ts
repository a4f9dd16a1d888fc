import { addTerm, type Exponentials, exponentials, firstCrossing } from "./crossing.ts";
import { decaying } from "./decaying.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventCurrent, EventPopulation } from "./event-neuron.ts";

/** Numbers of all neurons, counted through all populations; those of current `k` begin at `k * count`. */
export interface NeuronNumbers {
  readonly count: number;
  /** The most currents that a neuron has. */
  readonly currents: number;
  /** The first neuron of each population. */
  readonly first: readonly number[];
  readonly decay: Float64Array;
  readonly rest: Float64Array;
  readonly threshold: Float64Array;
  readonly reset: Float64Array;
  readonly refractory: Float64Array;
  readonly rate: Float64Array;
  readonly drive: Float64Array;
  readonly gain: Float64Array;
  readonly ramp: Float64Array;
  readonly v: Float64Array;
  readonly i: Float64Array;
}

/** Lay the numbers of all populations side by side; a current that a neuron lacks drives nothing. */
export function neuronNumbers({ populations }: EventNetwork): NeuronNumbers {
  let count = 0;
  const first = populations.map(({ size }) => {
    count += size;
    return count - size;
  });
  const currents = Math.max(1, ...populations.map((one) => one.currents.length));
  const flat = (of: (one: EventPopulation) => Float64Array): Float64Array => {
    const all = new Float64Array(count);
    populations.forEach((one, k) => void all.set(of(one), first[k]));
    return all;
  };
  const ofCurrents = (of: (one: EventCurrent) => Float64Array, absent: number): Float64Array => {
    const all = new Float64Array(count * currents).fill(absent);
    populations.forEach((one, p) => {
      one.currents.forEach((current, k) => void all.set(of(current), k * count + (first[p] ?? 0)));
    });
    return all;
  };
  return {
    count,
    currents,
    first,
    decay: flat((one) => one.decay),
    rest: flat((one) => one.rest),
    threshold: flat((one) => one.threshold),
    reset: flat((one) => one.reset),
    refractory: flat((one) => one.refractory),
    v: flat((one) => one.initial),
    rate: ofCurrents((one) => one.rate, -1),
    drive: ofCurrents((one) => one.drive, 0),
    gain: ofCurrents((one) => one.gain, 0),
    ramp: ofCurrents((one) => one.ramp, 0),
    i: ofCurrents((one) => one.initial, 0),
  };
}

/** The state of all neurons, each at the time of what last happened to it. */
export interface EventState {
  readonly numbers: NeuronNumbers;
  readonly v: Float64Array;
  readonly i: Float64Array;
  readonly time: Float64Array;
  /** Whether the potential of a neuron is held. */
  readonly isHeld: Uint8Array;
  begin(): void;
  /** Take a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** The slope of a potential that is free. */
  slope(neuron: number): number;
  /** What the potential does from now on, over a level. */
  above(neuron: number, level: number): Exponentials;
  /** When it reaches its threshold, up to a time; Infinity where it does not. */
  nextSpike(neuron: number, until: number): number;
}

/** Make the state of neurons. */
export function eventState(numbers: NeuronNumbers): EventState {
  const { count, currents, decay, rest, rate, drive, gain, ramp, threshold } = numbers;
  const v = new Float64Array(count);
  const i = new Float64Array(count * currents);
  const time = new Float64Array(count);
  const isHeld = new Uint8Array(count);
  const sum = exponentials(currents + 1);
  const above = (n: number, level: number): Exponentials => {
    sum.terms = 0;
    sum.constant = (rest[n] as number) - level;
    let left = (v[n] as number) - (rest[n] as number);
    let rising = 0;
    for (let k = n; k < i.length; k += count) {
      rising += (ramp[k] as number) * (i[k] as number);
      const part = (gain[k] as number) * (i[k] as number);
      if (part === 0) continue;
      left -= part;
      addTerm(sum, part, rate[k] as number);
    }
    addTerm(sum, left, decay[n] as number, rising);
    return sum;
  };
  return {
    numbers,
    v,
    i,
    time,
    isHeld,
    above,
    begin() {
      v.set(numbers.v);
      i.set(numbers.i);
      time.fill(0);
      isHeld.fill(0);
    },
    advance(n, at) {
      const s = at - (time[n] as number);
      time[n] = at;
      if (s === 0) return;
      const free = isHeld[n] === 0;
      let left = (v[n] as number) - (rest[n] as number);
      let next = rest[n] as number;
      let rising = 0;
      for (let k = n; k < i.length; k += count) {
        const before = i[k] as number;
        if (before === 0) continue;
        const after = before * decaying((rate[k] as number) * s);
        i[k] = after;
        rising += (ramp[k] as number) * before;
        left -= (gain[k] as number) * before;
        next += (gain[k] as number) * after;
      }
      if (free) v[n] = next + (left + rising * s) * decaying((decay[n] as number) * s);
    },
    slope(n) {
      let sloping = (decay[n] as number) * ((v[n] as number) - (rest[n] as number));
      for (let k = n; k < i.length; k += count) sloping += (drive[k] as number) * (i[k] as number);
      return sloping;
    },
    nextSpike(n, until) {
      const from = time[n] as number;
      return from + firstCrossing(above(n, threshold[n] as number), until - from);
    },
  };
}
