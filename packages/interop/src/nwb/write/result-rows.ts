import type { Recording, Result, SynapseRecording } from "@spikeloom/simulate";

/** A result whose spikes and samples are asked for some rows at a time, as a file gives them. */
export interface ResultRows extends Omit<Result, "recordings"> {
  readonly recordings: readonly RecordingRows[];
  readonly synapseRecordings: readonly SynapseRecording[];
}

/** What one recorder wrote down. */
export interface RecordingRows extends Pick<Recording, "population" | "size" | "neurons"> {
  readonly spikes: SpikeRows | undefined;
  /** By variable. */
  readonly samples: ReadonlyMap<string, SampleRows>;
}

/** Spikes in order of time. */
export interface SpikeRows {
  readonly count: number;
  /** In ms. */
  times(from: number, until: number): Float64Array;
  /** Indices within the population. */
  neurons(from: number, until: number): Uint32Array;
}

/** Samples of one variable. */
export interface SampleRows {
  readonly unit: string;
  /** In ms, ascending. */
  readonly times: Float64Array;
  /** Indices within the population, or of synapses. */
  readonly columns: number;
  values(from: number, until: number): Float64Array;
}

/** Ask a result that is in memory for its rows. */
export function rowsOfResult(result: Result): ResultRows {
  return {
    ...result,
    recordings: result.recordings.map(({ population, size, neurons, spikes, samples }) => ({
      population,
      size,
      neurons,
      spikes: spikes && {
        count: spikes.times.length,
        times: (from, until) => spikes.times.subarray(from, until),
        neurons: (from, until) => spikes.neurons.subarray(from, until),
      },
      samples: new Map(
        [...samples].map(([name, { unit, times, neurons, values }]) => [
          name,
          sampleRows({ unit, times, values, columns: neurons.length }),
        ]),
      ),
    })),
  };
}

/** Ask samples that are in memory for their rows. */
export function sampleRows(samples: {
  readonly unit: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly columns: number;
}): SampleRows {
  const { values, columns, ...others } = samples;
  return {
    ...others,
    columns,
    values: (from, until) => values.subarray(from * columns, until * columns),
  };
}
