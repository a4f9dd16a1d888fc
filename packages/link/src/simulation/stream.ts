import type { RecordingSink } from "@spikeloom/kernel";
import { type RecorderPlan, type Simulated, timesOfSteps, valuesInUnit } from "@spikeloom/simulate";
import type { ArrayFolder } from "../array-folder.ts";
import type * as messages from "../generated/simulation.ts";
import type { Sent } from "../wire/message-form.ts";
import { spikesOf } from "./spikes-of.ts";

type SampleChunk = Parameters<RecordingSink["samples"]>[0];

/** Samples, with the recorder that wrote them down: a changed network has others. */
interface Waiting {
  readonly chunk: SampleChunk;
  readonly plan: RecorderPlan;
}

/** Collects what is recorded while a network runs, for a client that wants it as it comes. */
export interface Stream {
  readonly sink: RecordingSink;
  /** Take spikes of these populations from now on, and samples or none. */
  choose(spikes: readonly string[], samples: boolean): void;
  /** Take what these recorders of a network write down, from now on. */
  follow(recorders: readonly RecorderPlan[]): void;
  /** Drop what has come and was not asked for: it is of a time that is no more. */
  drop(): void;
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
  let waiting: Waiting[] = [];
  const sink: RecordingSink = {
    spikes: () => undefined,
    samples(chunk) {
      const plan = recorders[chunk.recorder];
      if (!hasSamples || plan === undefined) return;
      // The arrays belong to the backend.
      const [steps, values] = [chunk.steps.slice(), chunk.values.slice()];
      waiting.push({ chunk: { ...chunk, steps, values }, plan });
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
    drop() {
      waiting = [];
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
      const left = waiting;
      waiting = [];
      const samples = left.map((one) => samplesOf(one, { dt: sim.dt, arrays }));
      return { time: sim.time, spikes, samples };
    },
  };
}

function samplesOf(
  { chunk: { variable, steps, values }, plan: { population, neurons, units } }: Waiting,
  { dt, arrays }: { readonly dt: number; readonly arrays: ArrayFolder },
): Sent<messages.Samples> {
  const unit = units.get(variable) ?? "1";
  return {
    population,
    variable,
    unit,
    neurons: arrays.writeIndices(neurons),
    times: arrays.writeDoubles(timesOfSteps(steps, dt)),
    values: arrays.writeDoubles(valuesInUnit(values, unit)),
  };
}
