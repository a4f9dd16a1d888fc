import type { NetworkRecord } from "@spikeloom/kernel";
import {
  type RecordedSpikes,
  type Recording,
  type Result,
  spikeHash,
  timesOfSteps,
} from "@spikeloom/simulate";
import { NWB_SHAPE } from "../nwb/errors.ts";

/** Recordings of another program, each under a name of its own. */
export interface RecordedData {
  /** File format, such as `NWB 2.11.0`. */
  readonly format: string;
  /** Session identifier. */
  readonly name?: string;
  /** In ms. */
  readonly dt: number;
  readonly spikes: readonly {
    readonly name: string;
    readonly size: number;
    readonly spikes: RecordedSpikes;
  }[];
  readonly samples: readonly RecordedTraces[];
}

/** Samples of one variable. */
export interface RecordedTraces {
  readonly name: string;
  readonly variable: string;
  readonly unit: string;
  /** In ms. */
  readonly times: Float64Array;
  readonly columns: number;
  /** Times × columns. */
  readonly values: Float64Array;
}

/**
 * Create a result from recordings of another program.
 *
 * Its network has one population of an undefined model per recording: it can be inspected, but not run.
 */
export function recordedResult({ format, name, dt, spikes, samples }: RecordedData): Result {
  const recordings = [...spikes.map(spikeRecording), ...samples.map(traceRecording)];
  const sizes = recordings.map(({ population, size }) => [population, size] as const);
  const duration = Math.max(0, ...recordings.map(lastTime));
  const steps = Math.ceil(duration / dt);
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    ...(name !== undefined && name !== "" && { name }),
    dt: `${dt} ms`,
    populations: Object.fromEntries(
      sizes.map(([population, size]) => [population, { model: "recorded", size }]),
    ),
    record: recordings.map(({ population, spikes: has, samples: of }) => {
      return { population, variables: [...(has ? ["spikes"] : []), ...of.keys()] };
    }),
  };
  const neurons = sizes.reduce((sum, [, size]) => sum + size, 0);
  return {
    network,
    dt,
    steps,
    duration: steps * dt,
    asked: steps * dt,
    interrupted: false,
    warnings: [],
    recordings,
    synapseRecordings: [],
    spikeHash: hashOf(recordings, dt),
    spikeCounts: Object.fromEntries(
      recordings.map(({ population, spikes: of }) => [population, of?.times.length ?? 0]),
    ),
    summary: { neurons, synapses: 0, bytes: 0, notes: [] },
    timing: { prepare: 0, simulate: 0 },
    provenance: {
      spikeloom: "",
      backend: format,
      convention: "nest",
      seed: 0,
      precision: "f64",
      tier: "exact",
      runtime: "",
    },
  };
}

/** Refuse times that are not multiples of the step; only the first and last of each list are checked. */
export function checkRecordedSteps(all: readonly Float64Array[], dt: number, path: string): void {
  const most = 2 ** 31 * dt;
  for (const times of all) {
    const ends = [times.at(0) ?? 0, times.at(-1) ?? 0];
    const time = ends.find((one) => !(Math.abs(one) < most));
    if (time === undefined) continue;
    const expected = `times of up to 2147483647 steps of ${dt} ms`;
    throw NWB_SHAPE({ path, inside: "/", expected, got: `${time} ms` });
  }
}

function everyOne(size: number): Uint32Array {
  return Uint32Array.from({ length: size }, (_, k) => k);
}

function spikeRecording({ name, size, spikes }: RecordedData["spikes"][number]): Recording {
  return { population: name, size, neurons: everyOne(size), spikes, samples: new Map() };
}

function traceRecording({ name, variable, columns, ...samples }: RecordedTraces): Recording {
  const neurons = everyOne(columns);
  const { unit, times, values } = samples;
  const found = new Map([[variable, { unit, times, neurons, values }]]);
  return { population: name, size: columns, neurons, spikes: undefined, samples: found };
}

function lastTime({ spikes, samples }: Recording): number {
  const [traces] = samples.values();
  return Math.max(spikes?.times.at(-1) ?? 0, traces?.times.at(-1) ?? 0);
}

/** Hash of all spikes in order of time, then neuron, as in a run. */
function hashOf(recordings: readonly Recording[], dt: number): string {
  const hash = spikeHash();
  let first = 0;
  for (const { size, spikes } of recordings) {
    const { steps = new Int32Array(0), neurons = [], times = [] } = spikes ?? {};
    const grid = timesOfSteps(steps, dt);
    for (const [k, step] of steps.entries()) {
      const offset = (times[k] as number) - (grid[k] as number);
      hash.addAt(step, first + (neurons[k] as number), offset);
    }
    first += size;
  }
  return hash.digest();
}

/** Create a unique population name from any text. */
export function populationName(text: string, taken: ReadonlySet<string>): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_]+/g, "_").replaceAll(/^_+|_+$/g, "");
  const first = /^[A-Za-z]/.test(plain) ? plain : `r_${plain}`;
  let name = first;
  for (let number = 2; taken.has(name); number++) name = `${first}_${number}`;
  return name;
}
