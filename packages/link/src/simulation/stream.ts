import type { RecordingSink } from "@spikeloom/kernel";
import { type RecorderPlan, type Simulated, timesOfSteps, valuesInUnit } from "@spikeloom/simulate";
import type { ArrayFolder } from "../array-folder.ts";
import type * as messages from "../generated/simulation.ts";
import type { Sent } from "../wire/message-form.ts";
import { spikesOf } from "./spikes-of.ts";

type SampleChunk = Parameters<RecordingSink["samples"]>[0];

/** Collects what is recorded while a network runs, for a client that wants it as it comes. */
export interface Stream {
  readonly sink: RecordingSink;
  /** Take spikes of these populations from now on, and samples or none. */
  choose(spikes: readonly string[], samples: boolean): void;
  /** Take what these recorders of a network write down. */
  follow(recorders: readonly RecorderPlan[]): void;
  /** How many recorders it follows: those of the network itself. */
  readonly recorders: number;
  /** Whether anything is taken. */
  readonly isOn: boolean;
  /** Make a message of what has come since this was last asked. */
  take(sim: Simulated, arrays: ArrayFolder): Sent<messages.Chunk>;
}

/** Make a stream that follows no recorders, and of which nobody wants anything yet. */
export function streamOf(): Stream {
  let recorders: readonly RecorderPlan[] = [];
  let populations: readonly string[] = [];
  let hasSamples = false;
  let waiting: SampleChunk[] = [];
  const sink: RecordingSink = {
    spikes: () => undefined,
    samples(chunk) {
      if (!hasSamples || recorders[chunk.recorder] === undefined) return;
      // The arrays belong to the backend.
      const [steps, values] = [chunk.steps.slice(), chunk.values.slice()];
      waiting.push({ ...chunk, steps, values });
    },
  };
  return {
    sink,
    choose(spikes, samples) {
      populations = spikes;
      hasSamples = samples;
      waiting = [];
    },
    follow(plans) {
      recorders = plans;
    },
    get recorders() {
      return recorders.length;
    },
    get isOn() {
      return hasSamples || populations.length > 0;
    },
    take(sim, arrays) {
      const spikes = populations.map((population) => {
        return { population, spikes: spikesOf(sim.spikes(population), arrays) };
      });
      const chunks = waiting;
      waiting = [];
      const samples = chunks.map((chunk) =>
        samplesOf(chunk, recorders[chunk.recorder] as RecorderPlan, { dt: sim.dt, arrays }),
      );
      return { time: sim.time, spikes, samples };
    },
  };
}

function samplesOf(
  { variable, steps, values }: SampleChunk,
  { population, neurons, units }: RecorderPlan,
  { dt, arrays }: { readonly dt: number; readonly arrays: ArrayFolder },
): Sent<messages.Samples> {
  const unit = units.get(variable) ?? "1";
  return {
    ...{ population, variable, unit },
    neurons: arrays.writeIndices(neurons),
    times: arrays.writeDoubles(timesOfSteps(steps, dt)),
    values: arrays.writeDoubles(valuesInUnit(values, unit)),
  };
}
