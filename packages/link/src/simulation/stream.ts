import type { RecordingSink } from "@spikeloom/kernel";
import { type RecorderPlan, type Simulated, timesOfSteps, valuesInUnit } from "@spikeloom/simulate";
import type { ArrayFolder } from "../array-folder.ts";
import type * as messages from "../generated/simulation.ts";
import type { Sent } from "../wire/message-form.ts";
import { spikesOf } from "./spikes-of.ts";

type SampleChunk = Parameters<RecordingSink["samples"]>[0];

/** Samples with their recorder, because a changed network has others. */
interface Waiting {
  readonly chunk: SampleChunk;
  readonly plan: RecorderPlan;
}

/** Collects data recorded while a network runs, for a client that receives it as a stream. */
export interface Stream {
  readonly sink: RecordingSink;
  /** Collect spikes of these populations from now on, and optionally samples. */
  choose(spikes: readonly string[], samples: boolean): void;
  /** Collect data of a network's recorders from now on. */
  follow(recorders: readonly RecorderPlan[]): void;
  /** Discard data not yet sent, because the simulation moved to another time. */
  drop(): void;
  /** Number of recorders that it follows: the network's own. */
  readonly recorders: number;
  /** Whether any data is collected. */
  readonly isOn: boolean;
  /** Create a message with the data since the last call. */
  take(sim: Simulated, arrays: ArrayFolder): Sent<messages.Chunk>;
}

/** Create a stream without recorders and without requested data. */
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
