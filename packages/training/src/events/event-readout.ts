import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { slopeOf, turns, valueAt } from "./crossing.ts";
import { decaying } from "./decaying.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-neuron.ts";
import type { EventState } from "./event-state.ts";
import { type EventTape, spike } from "./event-tape.ts";

/** Reads outputs while an example runs, and says how the loss changes with what was read. */
export interface EventReadout {
  /** Numbers of an output: one for each neuron that is read. */
  readonly size: number;
  /** The first neuron that is read, counted through all populations. */
  readonly first: number;
  begin(): void;
  /** See a neuron before it is taken to a time, at which something of a kind happens, or nothing where that is undefined. */
  see(neuron: number, time: number, kind: number | undefined): void;
  /** Give the output of an example that has ended. */
  end(output: Float64Array): void;
  /** Take how the loss changes with each output. */
  slopes(slope: Float64Array, scale: number): void;
  /** How the loss changes with the potential all the time, in a window, and at one time of each neuron. */
  readonly window: readonly [from: number, until: number];
  readonly steady: Float64Array;
  readonly sampled: Float64Array;
  readonly sampleTime: Float64Array;
  /** What happened at that time, as the tape counts, and the slope of the potential before it. */
  readonly sampleEvent: Int32Array;
  readonly sampleSlope: Float64Array;
  /** How the loss changes with the time of a spike, by its number on the tape; -1 for none. */
  readonly firstSpike: Int32Array;
  readonly firstSlope: Float64Array;
}

interface ReadoutParts {
  readonly network: EventNetwork;
  readonly state: EventState;
  readonly tape: EventTape;
}

const known = { spikes: ["first"], state: ["last", "mean", "max"] } as const;

/** Make what reads: first spikes in ms, or the last, mean or greatest potential in continuous time. */
export function eventReadout(readout: Readout, parts: ReadoutParts): EventReadout {
  const { network, state, tape } = parts;
  const { population, variable, reduce = variable === "spikes" ? "sum" : "last" } = readout;
  const at = network.populations.findIndex(({ name }) => name === population);
  const read = network.populations[at];
  checkRead(readout, read, reduce);
  const { size } = read;
  const first = state.numbers.first[at] as number;
  const { from, until } = windowOf(readout, network.until);
  const column = (): Float64Array => new Float64Array(size);
  const [values, steady, sampled] = [column(), column(), column()];
  const [sampleTime, sampleSlope, firstSlope] = [column(), column(), column()];
  const [sampleEvent, firstSpike] = [new Int32Array(size), new Int32Array(size)];
  const seen = readers[reduce as keyof typeof readers];
  const own: Seen = { state, values, sampleTime, sampleEvent, sampleSlope, from, until, tape };
  return {
    size,
    first,
    window: [from, until],
    steady,
    sampled,
    sampleTime,
    sampleEvent,
    sampleSlope,
    firstSpike,
    firstSlope,
    begin() {
      values.fill(reduce === "max" ? Number.NEGATIVE_INFINITY : 0);
      sampleTime.fill(reduce === "last" ? until : Number.NaN);
      sampleEvent.fill(-1);
      firstSpike.fill(-1);
    },
    see(neuron, time, kind) {
      const n = neuron - first;
      if (n < 0 || n >= size || seen === undefined) return;
      const begin = Math.max(from, state.time[neuron] as number);
      const end = Math.min(until, time);
      if (begin <= end) seen(own, { neuron, n, begin, end, kind: time > until ? undefined : kind });
    },
    end(output) {
      if (reduce === "first") findFirst();
      else output.set(values);
      if (reduce === "mean")
        for (let n = 0; n < size; n++) output[n] = (values[n] as number) / (until - from);
      if (reduce !== "first") return;
      for (let n = 0; n < size; n++) {
        const found = firstSpike[n] as number;
        output[n] = found < 0 ? until : (tape.spikeTime[found] as number);
      }
    },
    slopes(slope, scale) {
      const into = { first: firstSlope, mean: steady, last: sampled, max: sampled }[
        reduce as "max"
      ];
      const share = reduce === "mean" ? scale / (until - from) : scale;
      for (let n = 0; n < size; n++) into[n] = share * (slope[n] as number);
    },
  };

  function findFirst(): void {
    firstSpike.fill(-1);
    for (let k = tape.spikes - 1; k >= 0; k--) {
      const n = (tape.spikeNeuron[k] as number) - first;
      const time = tape.spikeTime[k] as number;
      if (n >= 0 && n < size && time >= from && time < until) firstSpike[n] = k;
    }
  }
}

interface Seen {
  readonly state: EventState;
  readonly values: Float64Array;
  readonly sampleTime: Float64Array;
  readonly sampleEvent: Int32Array;
  readonly sampleSlope: Float64Array;
  readonly tape: EventTape;
  readonly from: number;
  readonly until: number;
}

/** A stretch in which nothing happens to a neuron. */
interface Stretch {
  readonly neuron: number;
  readonly n: number;
  readonly begin: number;
  readonly end: number;
  readonly kind: number | undefined;
}

/** Reduction of the potential over an interval. */
const readers: Partial<Record<string, (seen: Seen, stretch: Stretch) => void>> = {
  last({ state, values, until }, { neuron, n, end }) {
    if (end === until) values[n] = potential(state, neuron, end);
  },
  mean({ state, values }, { neuron, n, begin, end }) {
    values[n] = (values[n] as number) + integral(state, neuron, begin, end);
  },
  max(seen, { neuron, n, begin, end, kind }) {
    const { state, values, sampleTime, sampleEvent, sampleSlope, tape } = seen;
    const from = state.time[neuron] as number;
    const sum = state.above(neuron, 0);
    const inside = state.isHeld[neuron] === 1 ? [] : turns(sum, end - from);
    for (const time of [begin, ...inside.map((one) => from + one), end]) {
      if (time < begin) continue;
      const value = potential(state, neuron, time);
      if (!(value > (values[n] as number))) continue;
      values[n] = value;
      // At a spike the potential is the threshold, however that came to be.
      sampleTime[n] = time === end && kind === spike ? Number.NaN : time;
      const ends = time === end && kind !== undefined && kind !== spike;
      sampleEvent[n] = ends ? tape.length : -1;
      sampleSlope[n] =
        ends && state.isHeld[neuron] === 0 ? slopeOf(state.above(neuron, 0), time - from) : 0;
    }
  },
};

function potential(state: EventState, neuron: number, time: number): number {
  if (state.isHeld[neuron] === 1) return state.v[neuron] as number;
  return valueAt(state.above(neuron, 0), time - (state.time[neuron] as number));
}

function integral(state: EventState, neuron: number, begin: number, end: number): number {
  if (state.isHeld[neuron] === 1) return (end - begin) * (state.v[neuron] as number);
  const { constant, terms, weights, ramps, rates } = state.above(neuron, 0);
  const from = state.time[neuron] as number;
  let sum = constant * (end - begin);
  for (let j = 0; j < terms; j++) {
    const [rate, ramp] = [rates[j] as number, ramps[j] as number];
    const [last, first] = [decaying(rate * (end - from)), decaying(rate * (begin - from))];
    sum += (((weights[j] as number) - ramp / rate) / rate) * (last - first);
    sum += (ramp / rate) * ((end - from) * last - (begin - from) * first);
  }
  return sum;
}

function checkRead(
  { population, variable }: Readout,
  read: EventPopulation | undefined,
  reduce: string,
): asserts read is EventPopulation {
  const names: readonly string[] = known[variable === "spikes" ? "spikes" : "state"];
  if (
    read !== undefined &&
    (variable === "spikes" || variable === read.variable) &&
    names.includes(reduce)
  )
    return;
  throw TRAINING_OPTION({
    place: "readout",
    message: "Spike times that move change a first spike, or a potential, and no number of spikes.",
    expected: `"first" of spikes, or ${known.state.join(", ")} of the potential of a population that is computed`,
    got: `"${reduce}" of "${variable}" of "${population}"`,
  });
}

function windowOf(
  { window }: Readout,
  whole: number,
): { readonly from: number; readonly until: number } {
  const { from, until } = window ?? { from: 0, until: whole };
  if (from >= 0 && from < until && until <= whole) return { from, until };
  throw TRAINING_OPTION({
    place: "readout.window",
    message: "The window lies outside of an example.",
    expected: `part of 0 to ${whole} ms`,
    got: `${from} to ${until} ms`,
  });
}
