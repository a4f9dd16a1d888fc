import type { NetworkRecord, RecordingSink, SpikeChunk } from "@spikeloom/kernel";
import { STEPPING_VALUE } from "../errors.ts";
import type { RecordedSpikes } from "../result.ts";
import { timesOfSpikes } from "../run-length.ts";

/** Stores spikes until they are read. */
export interface FreshSpikes extends Pick<RecordingSink, "spikes"> {
  /** Return and clear the spikes of a population since the last call. */
  take(population: string): RecordedSpikes;
  /** Prepend the unread spikes of another buffer. */
  follow(before: FreshSpikes): void;
  /** Take the unread spikes of a population out of this buffer. */
  leave(population: string): readonly SpikeChunk[];
}

/** Ensure that every population has a recorder of all its spikes. */
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

/** Create a buffer for the spikes of the populations that record all of them. */
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
      // The backend owns the arrays.
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
        const message = `The spikes of "${population}" are not recorded in the run that this one continues.`;
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
