/** A signal sampled at equal intervals. */
export interface Channel {
  readonly label: string;
  /** Unit as in the file, such as `mV`; `1` for sound, with full scale from -1 to 1. */
  readonly unit: string;
  /** Sampling rate in Hz. */
  readonly rate: number;
  /** NaN for samples marked as missing. */
  readonly values: Float32Array | Float64Array;
}

/** Annotation of a recording. */
export interface Annotation {
  /** Time in seconds after the start. */
  readonly at: number;
  /** Duration in seconds; undefined if there is none. */
  readonly duration?: number;
  readonly text: string;
}

/** Signals recorded together. */
export interface Recording {
  readonly channels: readonly Channel[];
  readonly annotations: readonly Annotation[];
  /** Other attributes of the file, by name. */
  readonly about: ReadonlyMap<string, string>;
}
