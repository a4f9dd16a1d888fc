import type { NetworkRecord, RecordingSink, SpikeChunk } from "@spikeloom/kernel";
import { STEPPING_VALUE } from "../errors.ts";
import type { RecordedSpikes } from "../result.ts";
import { timesOfSpikes } from "../run-length.ts";

/** Keeps spikes until somebody asks for them. */
export interface FreshSpikes extends Pick<RecordingSink, "spikes"> {
  /** Spikes of a population since this was last asked. */
  take(population: string): RecordedSpikes;
  /** Let the spikes that wait in another one come first. */
  follow(before: FreshSpikes): void;
  /** Spikes of a population that nobody has asked for yet, and that this one then forgets. */
  leave(population: string): readonly SpikeChunk[];
}

/** Let every population of a network have a recorder of all its spikes. */
export function withSpikes(network: NetworkRecord): NetworkRecord {
  const { record = [] } = network;
  const missing = Object.keys(network.populations).filter(
    (population) => spikeRecorder(network, population) < 0,
  );
  if (missing.length === 0) return network;
  const added = missing.map((population) => ({ population, variables: ["spikes"] }));
  return { ...network, record: [...record, ...added] };
}

function spikeRecorder({ record = [] }: NetworkRecord, wanted: string): number {
  return record.findIndex(({ population, variables, neurons, from, until }) => {
    const isWhole = neurons === undefined && from === undefined && until === undefined;
    return population === wanted && isWhole && variables.includes("spikes");
  });
}

/** Make what keeps the spikes of the populations that have a recorder of all of them. */
export function freshSpikes(network: NetworkRecord, dt: number): FreshSpikes {
  const populations = Object.keys(network.populations);
  const waiting = new Map<number, SpikeChunk[]>(
    populations.map((population) => [spikeRecorder(network, population), []]),
  );
  const leave = (population: string): readonly SpikeChunk[] => {
    const recorder = spikeRecorder(network, population);
    const chunks = waiting.get(recorder) ?? [];
    waiting.set(recorder, []);
    return chunks;
  };
  return {
    leave,
    follow(before) {
      for (const population of populations) {
        waiting.get(spikeRecorder(network, population))?.unshift(...before.leave(population));
      }
    },
    spikes(chunk) {
      if (chunk.steps.length === 0) return;
      // The arrays belong to the backend.
      const { recorder, steps, neurons, offsets } = chunk;
      waiting.get(recorder)?.push({
        recorder,
        steps: steps.slice(),
        neurons: neurons.slice(),
        offsets: offsets?.slice(),
      });
    },
    take(population) {
      const recorder = spikeRecorder(network, population);
      if (recorder < 0) {
        const message = `The spikes of "${population}" are not recorded in the run that this goes on from.`;
        const next = "Run with a recorder of them, or simulate from the start.";
        throw STEPPING_VALUE({ place: "spikes", message, next });
      }
      const chunks = leave(population);
      const count = chunks.reduce((sum, { steps }) => sum + steps.length, 0);
      const [steps, neurons] = [new Int32Array(count), new Uint32Array(count)];
      const times = new Float64Array(count);
      let at = 0;
      for (const chunk of chunks) {
        steps.set(chunk.steps, at);
        neurons.set(chunk.neurons, at);
        timesOfSpikes(chunk, dt, times.subarray(at, at + chunk.steps.length));
        at += chunk.steps.length;
      }
      return { steps, neurons, times };
    },
  };
}
