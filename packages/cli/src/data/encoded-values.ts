import type { EncoderRecord } from "@spikeloom/kernel";
import { checkSample, sampleAt } from "./data-views.ts";
import { DATA_ENCODE, DATA_UNUSED } from "./errors.ts";
import type { HeldArray, HeldData, HeldKinds } from "./held-kinds.ts";

/** Numbers of a data file, as input of an encoder. */
export interface EncodedValues {
  /** Samples one after another. */
  readonly values: Float64Array;
  /** Of one sample. */
  readonly shape: readonly number[];
  /** Time from one sample of a signal to the next in ms, if the file states it. */
  readonly every?: number;
  /** The numbers that count as 0 and 1, if the type of the file determines them. */
  readonly range?: readonly [number, number];
  /** Parameters of the encoder that the file states. */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/** Given options, by their names without dashes. */
export type GivenOptions = Readonly<
  Partial<
    Record<"sample" | "channel" | "every" | "range" | "gaps", number | string | readonly number[]>
  >
>;

/** Refuse options that have no effect on the encoding of a file. */
export function checkEncodeOptions(
  data: HeldData,
  given: GivenOptions,
  { file, encoder }: Pick<ValuesRequest, "file" | "encoder">,
): void {
  const isOfSignal = encoder.begin !== undefined;
  const [array] = data.kind === "arrays" ? data.held.values() : [];
  const samples = {
    arrays: !isOfSignal && (array?.shape.length ?? 0) > 1,
    table: !isOfSignal,
    spikes: true,
    recording: false,
    events: false,
  };
  const uses: Readonly<Record<keyof GivenOptions, readonly [isUsed: boolean, use: string]>> = {
    sample: [samples[data.kind], "one of several samples that are encoded at once"],
    channel: [data.kind === "recording", "a channel of a recording"],
    every: [isOfSignal, "an encoder of a signal"],
    gaps: [isOfSignal || data.kind === "recording", "a signal: a recording, or an encoder of one"],
    range: [data.kind !== "events" && data.kind !== "spikes", "numbers, not events"],
  };
  for (const [name, [isUsed, use]] of Object.entries(uses)) {
    const value = given[name as keyof GivenOptions];
    if (value === undefined || isUsed) continue;
    const option = `--${name}`;
    const got = `${option} ${value} for ${data.format} with ${encoder.name}`;
    throw DATA_UNUSED({ file, option, expected: use, got });
  }
}

interface ValuesRequest {
  readonly file: string;
  readonly encoder: EncoderRecord;
  readonly sample: number;
  readonly channel: number;
}

type Readers = {
  readonly [Kind in keyof HeldKinds]: (
    held: HeldKinds[Kind],
    request: ValuesRequest,
  ) => EncodedValues;
};

const readers: Readers = {
  arrays: ofArrays,
  recording: ofRecording,
  table: ofTable,
  events: ofEvents,
  spikes: ofSpikes,
};

/** Read the input of an encoder from a data file. */
export function valuesOf(data: HeldData, request: ValuesRequest): EncodedValues {
  const isOfEvents = data.kind === "events" || data.kind === "spikes";
  if (isOfEvents !== (request.encoder.name === "events")) {
    const expected = isOfEvents
      ? "--with events"
      : "numbers, not events: an image, a signal, a table";
    throw DATA_ENCODE({ file: request.file, expected, got: isOfEvents ? "events" : data.format });
  }
  return (readers[data.kind] as (held: unknown, request: ValuesRequest) => EncodedValues)(
    data.held,
    request,
  );
}

const isSignal = ({ encoder }: ValuesRequest): boolean => encoder.begin !== undefined;

function ofArrays(arrays: HeldKinds["arrays"], request: ValuesRequest): EncodedValues {
  const [array] = [...arrays.values()];
  const held: HeldArray = array ?? { shape: [0], values: new Float64Array(0) };
  const { shape, values } = held;
  const range = values instanceof Uint8Array ? { range: [0, 255] as const } : {};
  // The first axis of a signal is time; otherwise it numbers the samples of images.
  if (isSignal(request)) {
    const inner = shape.length > 1 ? shape.slice(1) : [1];
    return { values: Float64Array.from(values), shape: inner, ...range };
  }
  if (shape.length < 2) return { values: Float64Array.from(values), shape, ...range };
  const one = sampleAt(held, request.sample, request.file);
  return { values: Float64Array.from(one.values), shape: one.shape, ...range };
}

function ofRecording(
  { channels }: HeldKinds["recording"],
  { channel, file }: ValuesRequest,
): EncodedValues {
  const one = channels[channel];
  if (one === undefined) {
    const expected = `a channel from 0 to ${channels.length - 1}`;
    throw DATA_ENCODE({ file, expected, got: String(channel) });
  }
  return { values: Float64Array.from(one.values), shape: [1], every: 1000 / one.rate };
}

function ofTable(table: HeldKinds["table"], request: ValuesRequest): EncodedValues {
  const columns = [...table.values()].filter((column) => column instanceof Float64Array);
  const rows = columns[0]?.length ?? 0;
  const values = new Float64Array(rows * columns.length);
  for (const [k, column] of columns.entries()) {
    for (let row = 0; row < rows; row++) values[row * columns.length + k] = column[row] as number;
  }
  const shape = [columns.length];
  if (isSignal(request)) return { values, shape };
  const { sample, file } = request;
  const row = sampleAt({ shape: [rows, 1, columns.length], values }, sample, file);
  return { values: Float64Array.from(row.values), shape };
}

function ofEvents({ events }: HeldKinds["events"]): EncodedValues {
  const { t, x, y, p, sensor } = events;
  const first = t[0] ?? 0;
  const values = new Float64Array(4 * t.length);
  for (let k = 0; k < t.length; k++) {
    values.set([(t[k] as number) - first, x[k] as number, y[k] as number, p[k] as number], 4 * k);
  }
  const { width, height } = sensor;
  return {
    values,
    shape: [t.length, 4],
    parameters: { width, height, polarities: 2, tick: "1 us" },
  };
}

function ofSpikes(set: HeldKinds["spikes"], { sample, file }: ValuesRequest): EncodedValues {
  checkSample(sample, set.count, file);
  const { times, units } = set.sample(sample);
  const values = new Float64Array(2 * times.length);
  for (let k = 0; k < times.length; k++)
    values.set([times[k] as number, units[k] as number], 2 * k);
  const width = units.reduce((most, unit) => Math.max(most, unit + 1), 1);
  return { values, shape: [times.length, 2], parameters: { width, tick: "1 ms" } };
}
