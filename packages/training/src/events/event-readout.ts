import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { slopeOf, turns, valueAt } from "./crossing.ts";
import { decaying } from "./decaying.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-neuron.ts";
import type { EventState } from "./event-state.ts";
import { type EventTape, spike } from "./event-tape.ts";

/** Reads outputs while a sample runs, and keeps the derivatives of the loss with respect to them. */
export interface EventReadout {
  /** Size of an output: one number per readout neuron. */
  readonly size: number;
  /** Index of the first readout neuron, through all populations. */
  readonly first: number;
  begin(): void;
  /** Read a neuron before it is advanced to a time, at which an event of this kind occurs; none if undefined. */
  see(neuron: number, time: number, kind: number | undefined): void;
  /** Write the output of a sample that has ended. */
  end(output: Float64Array): void;
  /** Store the derivatives of the loss with respect to the outputs. */
  slopes(slope: Float64Array, scale: number): void;
  /** Derivative with respect to the potential throughout a window, and at one time for each neuron. */
  readonly window: readonly [from: number, until: number];
  readonly steady: Float64Array;
  readonly sampled: Float64Array;
  readonly sampleTime: Float64Array;
  /** Index on the tape of the event that moves this time, or -1; and the slope of the potential on the side of the sample. */
  readonly sampleEvent: Int32Array;
  readonly sampleSlope: Float64Array;
  /** Whether the sample lies just before that event (0) or just after it (1). */
  readonly isAfter: Uint8Array;
  /** Index on the tape of the first spike, or -1, and the derivative of the loss with respect to its time. */
  readonly firstSpike: Int32Array;
  readonly firstSlope: Float64Array;
}

interface ReadoutParts {
  readonly network: EventNetwork;
  readonly state: EventState;
  readonly tape: EventTape;
}

const known = { spikes: ["first"], state: ["last", "mean", "max"] } as const;

/** Create the readout of first spikes in ms, or of the last, mean or maximum potential in continuous time. */
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
  const isAfter = new Uint8Array(size);
  const seen = readers[reduce as keyof typeof readers];
  const samples = { sampleTime, sampleEvent, sampleSlope, isAfter };
  const own: Seen = { state, values, ...samples, from, until, tape };
  return {
    size,
    first,
    window: [from, until],
    steady,
    sampled,
    ...samples,
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
  readonly isAfter: Uint8Array;
  readonly tape: EventTape;
  readonly from: number;
  readonly until: number;
}

/** An interval without events of a neuron. */
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
    const { state, values, sampleTime, sampleEvent, sampleSlope, isAfter, tape } = seen;
    const from = state.time[neuron] as number;
    const isJump = state.jumpTime[neuron] === from && begin === from;
    // Simultaneous jumps add up, and one across the threshold resets the potential at once.
    if (isJump && begin === end && kind !== undefined) return;
    const isFree = state.isHeld[neuron] === 0;
    const inside = isFree ? turns(state.above(neuron, 0), end - from) : [];
    // Without a jump, a stretch begins where the one before it ended.
    const isNew = isJump || begin !== from || from === seen.from;
    for (const time of [...(isNew ? [begin] : []), ...inside.map((one) => from + one), end]) {
      if (time < begin) continue;
      const value = potential(state, neuron, time);
      if (!(value > (values[n] as number))) continue;
      values[n] = value;
      // At a spike the potential is the threshold, whatever the weights.
      sampleTime[n] = time === end && kind === spike ? Number.NaN : time;
      const begins = time === begin && isJump;
      const ends = !begins && time === end && kind !== undefined && kind !== spike;
      const event = ends ? tape.length : -1;
      sampleEvent[n] = begins ? (state.jumpEntry[neuron] as number) : event;
      isAfter[n] = begins ? 1 : 0;
      const isMoved = isFree && (begins || ends);
      sampleSlope[n] = isMoved ? slopeOf(state.above(neuron, 0), time - from) : 0;
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
    message:
      "EventProp cannot train with this readout: spike counts do not change with spike times.",
    expected: `"first" of spikes, or ${known.state.join(", ")} of the potential, of a population with a threshold`,
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
    message: "The window of the readout extends beyond the sample.",
    expected: `a window within 0 to ${whole} ms`,
    got: `${from} to ${until} ms`,
  });
}
