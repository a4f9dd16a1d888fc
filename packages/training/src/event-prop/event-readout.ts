import type { Readout } from "@spikeloom/kernel";
import {
  type EventKind,
  type Exponentials,
  integralTo,
  slopeAt,
  turns,
  valueAt,
} from "@spikeloom/program/events";
import { TRAINING_OPTION } from "../errors.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import type { EventTape } from "./event-tape.ts";

/** Reads outputs while a sample runs, and keeps the derivatives of the loss with respect to them. */
export interface EventReadout {
  /** Size of an output: one number per readout neuron. */
  readonly size: number;
  /** Index of the population that is read. */
  readonly population: number;
  begin(): void;
  /** Read a neuron of it before it is advanced to a time, at which an event of this kind occurs; none if undefined. */
  see(neuron: number, time: number, kind: EventKind | undefined): void;
  /** Write the output of a sample that has ended. */
  end(output: Float64Array): void;
  /** Store the derivatives of the loss with respect to the outputs. */
  slopes(slope: Float64Array, scale: number): void;
  /** Derivative with respect to the variable throughout a window, and at one time for each neuron. */
  readonly window: readonly [from: number, until: number];
  readonly steady: Float64Array;
  readonly sampled: Float64Array;
  readonly sampleTime: Float64Array;
  /** Index on the tape of the first spike, or -1, and the derivative of the loss with respect to its time. */
  readonly firstSpike: Int32Array;
  readonly firstSlope: Float64Array;
  /** Whether a neuron's sample lies after an entry of the tape, of the same time perhaps. */
  isReached(neuron: number, entry: number): boolean;
  /** Derivative with respect to the time of the event that moves a neuron's sample, if it is this one; only once. */
  moveSample(neuron: number, entry: number): number;
}

interface ReadoutParts {
  readonly network: EventNetwork;
  readonly populations: readonly EventPopulation[];
  readonly tape: EventTape;
}

const known = { spikes: ["first"], state: ["last", "mean", "max"] } as const;

/** Create the readout of first spikes in ms, or of the last, mean or maximum value of a variable in continuous time. */
export function eventReadout(readout: Readout, parts: ReadoutParts): EventReadout {
  const { network, populations, tape } = parts;
  const { variable, reduce = variable === "spikes" ? "sum" : "last" } = readout;
  const at = populations.findIndex(({ form }) => form.name === readout.population);
  const population = populations[at];
  checkRead(readout, population, reduce);
  const { size } = population.form;
  const { from, until } = windowOf(readout, network.until);
  const column = (): Float64Array => new Float64Array(size);
  const [values, steady, sampled] = [column(), column(), column()];
  const [sampleTime, sampleSlope, firstSlope] = [column(), column(), column()];
  const [sampleEvent, firstSpike] = [new Int32Array(size), new Int32Array(size)];
  const isAfter = new Uint8Array(size);
  const seen = readers[reduce as keyof typeof readers];
  const own: Seen = {
    population,
    values,
    sampleTime,
    sampleEvent,
    sampleSlope,
    isAfter,
    from,
    until,
    tape,
  };
  return {
    size,
    population: at,
    window: [from, until],
    steady,
    sampled,
    sampleTime,
    firstSpike,
    firstSlope,
    begin() {
      values.fill(reduce === "max" ? Number.NEGATIVE_INFINITY : 0);
      sampleTime.fill(reduce === "last" ? until : Number.NaN);
      sampleEvent.fill(-1);
      firstSpike.fill(-1);
    },
    see(n, time, kind) {
      const begin = Math.max(
        from,
        population.neurons.time[n * population.neurons.strides.time] as number,
      );
      const end = Math.min(until, time);
      if (begin <= end) seen?.(own, n, begin, end, time > until ? undefined : kind);
    },
    isReached(n, entry) {
      const event = sampleEvent[n] as number;
      return event < 0 || entry < event || (entry === event && isAfter[n] === 1);
    },
    moveSample(n, entry) {
      if (sampleEvent[n] !== entry) return 0;
      const moved = (sampled[n] as number) * (sampleSlope[n] as number);
      sampleSlope[n] = 0;
      return moved;
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
      const n = (tape.spikeNeuron[k] as number) - (population?.first ?? 0);
      const time = tape.spikeTime[k] as number;
      if (n >= 0 && n < size && time >= from && time < until) firstSpike[n] = k;
    }
  }
}

interface Seen {
  readonly population: EventPopulation;
  readonly values: Float64Array;
  readonly sampleTime: Float64Array;
  readonly sampleEvent: Int32Array;
  readonly sampleSlope: Float64Array;
  readonly isAfter: Uint8Array;
  readonly tape: EventTape;
  readonly from: number;
  readonly until: number;
}

/** Reduction of the variable over an interval without events of a neuron, which ends in an event of a kind or none. */
type Reader = (
  seen: Seen,
  n: number,
  begin: number,
  end: number,
  kind: EventKind | undefined,
) => void;

const readers: Partial<Record<string, Reader>> = {
  last({ population, values, until }, n, _, end) {
    if (end === until) values[n] = valueAt(course(population, n), sinceEvent(population, n, end));
  },
  mean({ population, values }, n, begin, end) {
    const sum = course(population, n);
    const last = integralTo(sum, sinceEvent(population, n, end));
    const first = integralTo(sum, sinceEvent(population, n, begin));
    values[n] = (values[n] as number) + (last - first);
  },
  max(seen, n, begin, end, kind) {
    const { population, values, sampleTime, sampleEvent, sampleSlope, isAfter, tape } = seen;
    const { neurons, jumpTime, jumpEntry, testsRead } = population;
    const from = neurons.time[n * neurons.strides.time] as number;
    const isJump = jumpTime[n] === from && begin === from;
    // Simultaneous jumps add up, and one across the threshold resets the potential at once.
    if (isJump && begin === end && kind !== undefined) return;
    const sum = course(population, n);
    // Without a jump, a stretch begins where the one before it ended.
    const isNew = isJump || begin !== from || from === seen.from;
    const inside = Array.from(turns(sum, end - from), (one) => from + one);
    for (const time of [...(isNew ? [begin] : []), ...inside, end]) {
      if (time < begin) continue;
      const value = valueAt(sum, time - from);
      if (!(value > (values[n] as number))) continue;
      values[n] = value;
      // Where the variable alone is tested, it is the threshold at a spike, whatever the weights.
      const isFixed = time === end && kind === "spike" && testsRead;
      sampleTime[n] = isFixed ? Number.NaN : time;
      const begins = time === begin && isJump;
      const ends = !begins && time === end && kind !== undefined && !isFixed;
      const event = ends ? tape.length : -1;
      sampleEvent[n] = begins ? (jumpEntry[n] as number) : event;
      isAfter[n] = begins ? 1 : 0;
      sampleSlope[n] = begins || ends ? slopeAt(sum, time - from) : 0;
    }
  },
};

function course({ neurons, course: of }: EventPopulation, n: number): Exponentials {
  return neurons.course(n, of as NonNullable<typeof of>);
}

function sinceEvent({ neurons }: EventPopulation, n: number, time: number): number {
  return time - (neurons.time[n * neurons.strides.time] as number);
}

function checkRead(
  { population, variable }: Readout,
  read: EventPopulation | undefined,
  reduce: string,
): asserts read is EventPopulation {
  const names: readonly string[] = known[variable === "spikes" ? "spikes" : "state"];
  const isKnown = variable === "spikes" ? read?.form.test !== undefined : (read?.read ?? -1) >= 0;
  if (isKnown && names.includes(reduce)) return;
  throw TRAINING_OPTION({
    place: "readout",
    message:
      "EventProp cannot train with this readout: spike counts do not change with spike times.",
    expected: `"first" of spikes of a population with a threshold, or ${known.state.join(", ")} of a variable that changes: ${read?.form.variables.join(", ")}`,
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
