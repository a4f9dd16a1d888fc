import type { NetworkProgram } from "@spikeloom/program";

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
const streamedBytes = 105e6;
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
  {
    duration = 0,
    dt,
    projections,
    recorders: ofNeurons,
    synapseRecorders,
  }: Pick<NetworkProgram, "duration" | "dt" | "recorders" | "synapseRecorders"> & {
    readonly projections: readonly { readonly name: string }[];
  },
  {
    expected,
    isHeld,
  }: {
    readonly expected: readonly { readonly synapses: number }[];
    /** Whether data are held until the end; otherwise they go to a file. */
    readonly isHeld: boolean;
  },
): number {
  // A run with this many steps is refused for its length.
  if (duration / dt > mostSteps) return 0;
  const recorders = ofNeurons.map(({ chosen, variables, spikes: sends, from, until, every }) => {
    const length = windowOf(from * dt, until * dt, duration);
    const samples = (variables.length * chosen.size * length) / (every * dt);
    const spikes = sends ? chosen.size * length * (isHeld ? rates.held : rates.streamed) : 0;
    return copies.samples * samples * number + spikes * spikeBytes;
  });
  const places = new Map(projections.map(({ name }, index) => [name, index]));
  const snapshots = synapseRecorders.map(
    ({ projection, variables, every = duration, from, until }) => {
      const found = expected[places.get(projection) ?? -1];
      const length = windowOf(from, until, duration);
      const count = 1 + (every > 0 ? Math.floor(length / every) : 0);
      // Source, target and delay of each synapse are stored as well.
      const numbers = 2 + count * variables.length;
      return copies.snapshots * (found?.synapses ?? 0) * number * numbers;
    },
  );
  const all = [...recorders, ...snapshots].reduce((sum, bytes) => sum + bytes, 0);
  return isHeld ? all : Math.min(all, streamedBytes);
}

function windowOf(begin: number, end: number, duration: number): number {
  return Math.max(0, Math.min(end, duration) - begin);
}
