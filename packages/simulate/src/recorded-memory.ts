import type { NetworkRecord, RecorderRecord } from "@spikeloom/kernel";
import {
  chooseNeurons,
  type ExpectedProjection,
  networkStep,
  projectionNames,
  readTime,
} from "@spikeloom/network";

/**
 * Spikes of a neuron in a millisecond, as no rate is known before a run: on the mean, and of busy ones.
 *
 * Of what is held all is there at the end; what goes to a file is there at its fastest.
 */
const rates = { held: 0.01, streamed: 0.1 };
/** Step, neuron and time of a spike, with what they are copied from. */
const spikeBytes = 32;
const number = 8;
/** What waits for a file at most and the beginning that pictures are drawn of, with copies, measured by the system. */
const streamedBytes = 120e6;
/** Steps are counted in 32 bits. */
const mostSteps = 2 ** 31 - 1;
/** Samples are there as they came, as one array, and in the unit of the model; snapshots but twice. */
const copies = { samples: 3, snapshots: 2 };

/**
 * Estimate the bytes of what a run records and has at one time.
 *
 * They are all of them at its end, when they are handed over, or what waits to be written to a file.
 * Samples and snapshots are as many as there will be; spikes are those of neurons that fire ten times a second, or a
 * hundred times where they go to a file.
 */
export function recordedMemory(
  network: NetworkRecord,
  {
    expected,
    isHeld,
  }: {
    readonly expected: readonly Pick<ExpectedProjection, "synapses">[];
    /** Whether it is held until the end; else it goes to a file. */
    readonly isHeld: boolean;
  },
): number {
  const duration = network.duration === undefined ? 0 : readTime(network.duration, "duration");
  const step = networkStep(network);
  // A run of so many steps is refused for its length.
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
    // Source, target and delay of each are held as well.
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
