import { checkOptions, checkText } from "../check-arguments.ts";

/** Recorded data of a population: one segment per run from 0 ms. */
export interface Block<Variables extends string = string> {
  readonly name: string;
  readonly description: string;
  /** As PyNN's: `size`, `first_id`, `label`, `simulator`, `dt`, ... */
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly segments: readonly Segment<Variables>[];
}

/** Data recorded between two resets. */
export interface Segment<Variables extends string = string> {
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spiketrains: readonly SpikeTrain[];
  readonly analogsignals: readonly AnalogSignal[];
  /** Find signals by variable name. */
  filter(query: { readonly name: Variables }): readonly AnalogSignal[];
}

/** Spikes of one neuron. */
export interface SpikeTrain {
  readonly times: Float64Array;
  readonly units: "ms";
  readonly tStart: number;
  readonly tStop: number;
  readonly annotations: {
    readonly source_population: string;
    readonly source_index: number;
    readonly channel_id: number;
  };
}

/** Samples of one variable: one row per time, one column per neuron. */
export interface AnalogSignal {
  readonly name: string;
  /** PyNN's unit. */
  readonly units: string;
  readonly shape: readonly [rows: number, columns: number];
  /** Row by row. */
  readonly values: Float64Array;
  readonly tStart: number;
  readonly tStop: number;
  /** In ms. */
  readonly samplingPeriod: number;
  readonly annotations: {
    readonly source_population: string;
    readonly channel_ids: Uint32Array;
  };
  readonly arrayAnnotations: { readonly channel_index: Uint32Array };
  /** Return the samples of one column. */
  column(column: number): Float64Array;
  /** List the times of the rows in ms. */
  times(): Float64Array;
}

/** Components of a signal. */
export interface SignalParts {
  readonly name: string;
  readonly units: string;
  readonly values: Float64Array;
  readonly tStart: number;
  readonly samplingPeriod: number;
  readonly population: string;
  readonly ids: Uint32Array;
  readonly indices: Uint32Array;
}

/** Create a signal from its samples. */
export function analogSignal(parts: SignalParts): AnalogSignal {
  const { name, units, values, tStart, samplingPeriod, population, ids, indices } = parts;
  const columns = ids.length;
  const rows = columns === 0 ? 0 : values.length / columns;
  return {
    name,
    units,
    shape: [rows, columns],
    values,
    tStart,
    tStop: tStart + rows * samplingPeriod,
    samplingPeriod,
    annotations: { source_population: population, channel_ids: ids },
    arrayAnnotations: { channel_index: indices },
    column: (column) =>
      Float64Array.from({ length: rows }, (_, row) => values[row * columns + column] as number),
    times: () => Float64Array.from({ length: rows }, (_, row) => tStart + row * samplingPeriod),
  };
}

/** Create a segment from its contents. */
export function segment(parts: Omit<Segment, "filter">): Segment {
  return {
    ...parts,
    filter(query) {
      checkOptions(query, { name: true }, "filter");
      checkText(query.name, "filter.name");
      return parts.analogsignals.filter((signal) => signal.name === query.name);
    },
  };
}
