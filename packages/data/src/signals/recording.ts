/** One signal that was sampled at equal intervals. */
export interface Channel {
  readonly label: string;
  /** As the file writes it, such as `mV`; `1` for sound, whose full scale is from -1 to 1. */
  readonly unit: string;
  /** Samples a second. */
  readonly rate: number;
  /** NaN where the file marks a sample as missing. */
  readonly values: Float32Array | Float64Array;
}

/** Something that happened in a recording. */
export interface Annotation {
  /** Seconds after its start. */
  readonly at: number;
  /** Seconds; undefined where it has none. */
  readonly duration?: number;
  readonly text: string;
}

/** Signals that were recorded together. */
export interface Recording {
  readonly channels: readonly Channel[];
  readonly annotations: readonly Annotation[];
  /** Other attributes of the file, by name. */
  readonly about: ReadonlyMap<string, string>;
}
