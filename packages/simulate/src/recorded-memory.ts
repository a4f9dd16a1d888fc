import type { NetworkRecord, RecorderRecord } from "@spikeloom/kernel";
import {
  chooseNeurons,
  type ExpectedProjection,
  networkStep,
  projectionNames,
  readTime,
} from "@spikeloom/network";

/**
 * Assumed spikes per neuron and millisecond, mean and high, as no rate is known before a run.
 *
 * Data held in memory are all there at the end; data streamed to a file peak at the highest rate.
 */
const rates = { held: 0.01, streamed: 0.1 };
/** Step, neuron and time of a spike, with their source buffers. */
const spikeBytes = 32;
const number = 8;
/** Write buffer and preview for plots, with copies, as measured by the system. */
const streamedBytes = 120e6;
/** Steps are counted in 32 bits. */
const mostSteps = 2 ** 31 - 1;
/** Samples exist three times: as chunks, as one array, and in the unit of the model; snapshots only twice. */
const copies = { samples: 3, snapshots: 2 };

/**
 * Estimate the peak memory of a run's recorded data in bytes.
 *
 * This is either all data at the end, when they are returned, or the write buffer of a file. Numbers of samples and snapshots are
 * exact; spikes assume neurons that fire at 10 Hz, or at 100 Hz if they go to a file.
 */
export function recordedMemory(
  network: NetworkRecord,
  {
    expected,
    isHeld,
  }: {
    readonly expected: readonly Pick<ExpectedProjection, "synapses">[];
    /** Whether data are held until the end; otherwise they go to a file. */
    readonly isHeld: boolean;
  },
): number {
  const duration = network.duration === undefined ? 0 : readTime(network.duration, "duration");
  const step = networkStep(network);
  // A run with this many steps is refused for its length.
  if (duration / step > mostSteps) return 0;
  const recorders = (network.record ?? []).map((one, k) => {
    const length = windowOf(one, duration, `record[${k}]`);
    const size = network.populations[one.population]?.size ?? 0;
    const chosen = chooseNeurons(one.neurons, size, `record[${k}].neurons`).size;
    const variables = one.variables.filter((name) => name !== "spikes").length;
    const every = one.every === undefined ? step : readTime(one.every, `record[${k}].every`);
    const samples = (variables * chosen * length) / Math.max(step, every);
    const spikes =
      variables < one.variables.length
        ? chosen * length * (isHeld ? rates.held : rates.streamed)
        : 0;
    return copies.samples * samples * number + spikes * spikeBytes;
  });
  const places = new Map(projectionNames(network).map((name, index) => [name, index]));
  const snapshots = (network.recordSynapses ?? []).map((one, k) => {
    const found = expected[places.get(one.projection) ?? -1];
    const place = `recordSynapses[${k}]`;
    const every = one.every === undefined ? duration : readTime(one.every, `${place}.every`);
    const count = 1 + (every > 0 ? Math.floor(windowOf(one, duration, place) / every) : 0);
    // Source, target and delay of each synapse are stored as well.
    const numbers = 2 + count * (one.variables ?? ["weight"]).length;
    return copies.snapshots * (found?.synapses ?? 0) * number * numbers;
  });
  const all = [...recorders, ...snapshots].reduce((sum, bytes) => sum + bytes, 0);
  return isHeld ? all : Math.min(all, streamedBytes);
}

function windowOf(
  { from, until }: Pick<RecorderRecord, "from" | "until">,
  duration: number,
  place: string,
): number {
  const begin = from === undefined ? 0 : readTime(from, `${place}.from`);
  const end = until === undefined ? duration : readTime(until, `${place}.until`);
  return Math.max(0, Math.min(end, duration) - begin);
}
