import { addTerm, type Exponentials, exponentials, firstCrossing } from "./crossing.ts";
import { decaying } from "./decaying.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventCurrent, EventPopulation } from "./event-neuron.ts";

/** Constants of all neurons, indexed through all populations; those of current `k` begin at `k * count`. */
export interface NeuronNumbers {
  readonly count: number;
  /** Maximum number of currents of a neuron. */
  readonly currents: number;
  /** Index of the first neuron of each population. */
  readonly first: readonly number[];
  readonly decay: Float64Array;
  readonly rest: Float64Array;
  readonly threshold: Float64Array;
  /** 1 where a potential equal to the threshold does not spike yet. */
  readonly isStrict: Uint8Array;
  readonly reset: Float64Array;
  readonly refractory: Float64Array;
  readonly rate: Float64Array;
  readonly drive: Float64Array;
  readonly gain: Float64Array;
  readonly ramp: Float64Array;
  readonly v: Float64Array;
  readonly i: Float64Array;
}

/** Concatenate the constants of all populations; a current that a neuron lacks has a drive of 0. */
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
    isStrict: Uint8Array.from(flat((one) => one.threshold.map(() => (one.isStrict ? 1 : 0)))),
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

/** State of all neurons, each at the time of its last event. */
export interface EventState {
  readonly numbers: NeuronNumbers;
  readonly v: Float64Array;
  readonly i: Float64Array;
  readonly time: Float64Array;
  /** 1 while the potential of a neuron is held. */
  readonly isHeld: Uint8Array;
  /** Synapse whose jump put the potential above the threshold, until the neuron spikes; otherwise -1. */
  readonly liftedBy: Int32Array;
  /** Index on the tape of the last jump of the potential, and its time. */
  readonly jumpEntry: Int32Array;
  readonly jumpTime: Float64Array;
  begin(): void;
  /** Advance a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** Slope of a potential that is not held. */
  slope(neuron: number): number;
  /** Future course of the potential, relative to a level. */
  above(neuron: number, level: number): Exponentials;
  /** Whether the potential is at or beyond the threshold, as the model's condition says. */
  isBeyond(neuron: number): boolean;
  /** Time at which it reaches its threshold, up to `until`; otherwise Infinity. */
  nextSpike(neuron: number, until: number): number;
}

/** Create the state of neurons. */
export function eventState(numbers: NeuronNumbers): EventState {
  const { count, currents, decay, rest, rate, drive, gain, ramp, threshold } = numbers;
  const v = new Float64Array(count);
  const i = new Float64Array(count * currents);
  const time = new Float64Array(count);
  const isHeld = new Uint8Array(count);
  const [liftedBy, jumpEntry] = [new Int32Array(count), new Int32Array(count)];
  const jumpTime = new Float64Array(count);
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
    liftedBy,
    jumpEntry,
    jumpTime,
    above,
    begin() {
      v.set(numbers.v);
      i.set(numbers.i);
      time.fill(0);
      isHeld.fill(0);
      liftedBy.fill(-1);
      jumpEntry.fill(-1);
      jumpTime.fill(-1);
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
    isBeyond(n) {
      const [own, level] = [v[n] as number, threshold[n] as number];
      return own > level || (own === level && numbers.isStrict[n] === 0);
    },
    nextSpike(n, until) {
      const from = time[n] as number;
      if ((liftedBy[n] as number) >= 0) return from;
      return from + firstCrossing(above(n, threshold[n] as number), until - from);
    },
  };
}
