import type { Recording, Result, SynapseRecording } from "@spikeloom/simulate";

/** A result whose spikes and samples are requested in blocks of rows, as when read from a file. */
export interface ResultRows extends Omit<Result, "recordings"> {
  readonly recordings: readonly RecordingRows[];
  readonly synapseRecordings: readonly SynapseRecording[];
}

/** Data of one recorder. */
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

/** Provide the rows of a result in memory. */
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

/** Provide the rows of samples in memory. */
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
