import {
  type Configured,
  checkOptionNames,
  type EncoderRecord,
  type OptionNames,
  type SpikeColumns,
} from "@spikeloom/kernel";
import { encodedStream, encodeSeed, endless, readTime } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";
import { type ColumnWriter, columnWriter } from "./column-writer.ts";
import { type Examples, spikeExamples } from "./examples.ts";
import { type StepGrid, type StepTable, stepTable } from "./step-table.ts";

/** Samples of values with their targets. */
export interface LabelledValues {
  /** Values of the samples in sequence, in row-major order. */
  readonly values: Uint8Array | Uint16Array | Float32Array | Float64Array;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** The same number for each sample; a label is one. */
  readonly targets: ArrayLike<number>;
  readonly size: number;
}

/** Options for encoding values as spikes of a source. */
export interface EncodingOptions {
  /** Trained network, which defines the duration of a sample and the rounding of times to steps. */
  readonly program: NetworkProgram;
  /** Source that emits the spikes. */
  readonly population: string;
  readonly encoder: EncoderRecord | Configured<EncoderRecord>;
  /** Values mapped to 0 and 1; by default, values are not scaled. */
  readonly range?: readonly [number, number] | undefined;
  /** Start of the presentation, such as `1 ms`; default: the first step. */
  readonly start?: string | undefined;
  /** Duration of the presentation; default: to the end of the sample. */
  readonly for?: string | undefined;
  /** Number of the first sample, which is a key of draws; default 0. */
  readonly first?: number | undefined;
}

const names: OptionNames<EncodingOptions> = {
  program: true,
  population: true,
  encoder: true,
  range: true,
  start: true,
  for: true,
  first: true,
};

/**
 * Create samples from values by an encoder.
 *
 * Sample k has the spikes of a run of the network with these `times` in trial k. Spikes after the last step are
 * dropped; they are counted if the encoder's output is finite and the presentation has no given duration. Throws if
 * spikes would precede the first step. Encoders of independent values encode each byte level once. Signals are not
 * supported here, because their values arrive in sequence.
 */
export function encodedExamples(samples: LabelledValues, options: EncodingOptions): Examples {
  checkOptionNames(options, names, "encodedExamples");
  checkSamples(samples);
  const { columns, late } = encodedColumns(samples, options);
  const targets = Float64Array.from(samples.targets);
  const examples = spikeExamples({ [options.population]: columns }, targets, samples.size);
  if (late === 0) return examples;
  return { ...examples, late: { count: late, of: late + columns.steps.length } };
}

function checkSamples({ values, shape, size }: LabelledValues): void {
  const length = shape.reduce((product, one) => product * one, 1);
  if (values.length === size * length) return;
  throw TRAINING_OPTION({
    place: "values",
    message: "The number of values does not match the samples and their shape.",
    expected: `${size} × ${length} numbers`,
    got: String(values.length),
  });
}

/** Return the time of spikes that are detected in the first step. */
export function firstTime({ dt, convention }: Pick<NetworkProgram, "dt" | "convention">): string {
  return convention.spikeStamp === "end" ? `${dt} ms` : "0 ms";
}

interface Encoding {
  readonly grid: StepGrid;
  /** Scale a value of a sample. */
  readonly scale: (value: number) => number;
  /** Spike times of values of a shape, as for sample k. */
  trains(values: Float64Array, shape: readonly number[], k: number): readonly Float64Array[];
}

function encodingOf({ program, population, encoder, ...options }: EncodingOptions): Encoding {
  const { dt, convention, duration = 0, seed } = program;
  const start = readTime(options.start ?? firstTime(program), "start");
  const shown = options.for === undefined ? undefined : readTime(options.for, "for");
  const every = duration - start;
  const record = "model" in encoder ? encoder.model : encoder;
  // A finite output is requested completely, so that every dropped spike is counted.
  const isWhole = record.begin === undefined && record.ends === true && shown === undefined;
  const [low, high] = options.range ?? [0, 1];
  const place = `encoder of "${population}"`;
  return {
    grid: { dt, convention, population, steps: Math.round(duration / dt) },
    scale: options.range === undefined ? (value) => value : (value) => (value - low) / (high - low),
    trains(values, shape, k) {
      const own = encodeSeed(seed, population, k);
      // Spikes after the sample are dropped, as at the end of a run.
      const timing = isWhole ? { every: endless, start } : { every, start, for: shown ?? every };
      return encodedStream(encoder, shape, { ...timing, seed: own, place }).next(values);
    },
  };
}

/** Spikes in columns, and the number of dropped ones. */
interface Encoded {
  readonly columns: SpikeColumns;
  readonly late: number;
}

function encodedColumns(samples: LabelledValues, options: EncodingOptions): Encoded {
  const { encoder } = options;
  const record = "model" in encoder ? encoder.model : encoder;
  const encoding = encodingOf(options);
  if (record.valueByValue === true && samples.values instanceof Uint8Array) {
    return levelColumns(samples.values, samples, encoding);
  }
  return sampleColumns(samples, encoding, options.first ?? 0);
}

/** Encode each byte level once, and look up the spikes of each sample. */
function levelColumns(
  values: Uint8Array,
  { size }: LabelledValues,
  { grid, scale, trains }: Encoding,
): Encoded {
  const present = new Uint8Array(256);
  for (const value of values) present[value] = 1;
  const levels = [...present.keys()].filter((level) => present[level] === 1);
  const found = trains(Float64Array.from(levels, scale), [levels.length], 0);
  const each = found.length / Math.max(1, levels.length);
  const none = new Float64Array(0);
  const rows = Array.from(present, (isThere, level) => {
    const at = levels.indexOf(level) * each;
    return isThere === 1 ? found.slice(at, at + each) : Array.from({ length: each }, () => none);
  });
  const table = stepTable(rows.flat(), grid);
  const length = values.length / size;
  const writer = columnWriter(size, { steps: grid.steps, neurons: length * each });
  for (let k = 0; k < size; k++) {
    writeLevels(values.subarray(k * length, (k + 1) * length), each, { table, writer });
  }
  return { columns: writer.columns(), late: lateLevels(values, each, table) };
}

/** Count the late spikes. */
function lateLevels(values: Uint8Array, each: number, { late }: StepTable): number {
  const ofLevel = Float64Array.from({ length: 256 }, (_, level) =>
    late.subarray(level * each, (level + 1) * each).reduce((sum, one) => sum + one, 0),
  );
  let count = 0;
  for (const value of values) count += ofLevel[value] as number;
  return count;
}

function writeLevels(
  sample: Uint8Array,
  each: number,
  { table, writer }: { readonly table: StepTable; readonly writer: ColumnWriter },
): void {
  const { begins, steps } = table;
  let most = 0;
  const ends = (k: number): number => begins[((sample[k] as number) + 1) * each] as number;
  const start = (k: number): number => begins[(sample[k] as number) * each] as number;
  for (let k = 0; k < sample.length; k++) most += ends(k) - start(k);
  writer.begin(most);
  for (let k = 0; k < sample.length; k++) {
    const end = ends(k);
    for (let at = start(k); at < end; at++) writer.count(steps[at] as number);
  }
  writer.counted();
  for (let k = 0; k < sample.length; k++) {
    const row = (sample[k] as number) * each;
    for (let field = 0; field < each; field++) {
      const end = begins[row + field + 1] as number;
      for (let at = begins[row + field] as number; at < end; at++) {
        writer.place(steps[at] as number, k * each + field);
      }
    }
  }
}

function sampleColumns(
  { values, shape, size }: LabelledValues,
  { grid, scale, trains }: Encoding,
  first: number,
): Encoded {
  const length = values.length / Math.max(1, size);
  let writer: ColumnWriter | undefined;
  let count = 0;
  for (let k = 0; k < size; k++) {
    const sample = Float64Array.from(values.subarray(k * length, (k + 1) * length), scale);
    const found = trains(sample, shape, first + k);
    writer ??= columnWriter(size, { steps: grid.steps, neurons: found.length });
    const { begins, steps, late } = stepTable(found, grid);
    count += late.reduce((sum, one) => sum + one, 0);
    writer.begin(steps.length);
    for (const step of steps) writer.count(step);
    writer.counted();
    for (let neuron = 0; neuron < found.length; neuron++) {
      const end = begins[neuron + 1] as number;
      for (let at = begins[neuron] as number; at < end; at++) {
        writer.place(steps[at] as number, neuron);
      }
    }
  }
  const columns = (writer ?? columnWriter(0, { steps: grid.steps, neurons: 1 })).columns();
  return { columns, late: count };
}
