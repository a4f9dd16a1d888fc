import type { EncoderRecord } from "@spikeloom/kernel";
import { encodedSamples, encodedStream } from "@spikeloom/network";
import type { EncodedValues } from "./encoded-values.ts";
import { DATA_ENCODE, DATA_NUMBER } from "./errors.ts";
import { canFill, fillGaps, type GapFilling } from "./fill-gaps.ts";

/** Options of encoding values. */
export interface EncodeRequest {
  readonly file: string;
  readonly encoder: EncoderRecord;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  /** Duration of a presentation, or of the used part of a signal, in ms. */
  readonly for?: number | undefined;
  /** Time from one sample of a signal to the next in ms. */
  readonly every?: number | undefined;
  /** The values that count as 0 and 1. */
  readonly range?: readonly [number, number] | undefined;
  /** Replacement of missing samples of a signal. */
  readonly gaps?: GapFilling | undefined;
}

/** Spikes of one sample, or of a signal, in the order of time. */
export interface EncodedSpikes {
  /** Number of neurons. */
  readonly size: number;
  readonly neurons: Uint32Array;
  /** In ms. */
  readonly times: Float64Array;
  /** Duration in ms. */
  readonly duration: number;
  /** Spikes after it, of an encoder with finite output; they are omitted. */
  readonly late: number;
  /** Values to encode, and how many of them replace missing ones. */
  readonly values: number;
  readonly filled: number;
}

/** Default duration of a presentation in ms. */
const usual = 100;

/**
 * Encode values of a file: samples one after another.
 *
 * Spikes that an encoder with finite output, such as `events`, sends after the duration are counted as `late`. Throws
 * the errors of the encoder, `SL_DATA_ENCODE`, `SL_DATA_GAPS` and `SL_DATA_NUMBER`.
 */
export function encodeValues(given: EncodedValues, request: EncodeRequest): EncodedSpikes {
  const { step, most } = timesOf(given, request);
  const length = given.shape.reduce((product, one) => product * one, 1);
  const width = Math.max(1, length);
  const count = Math.min(Math.floor(given.values.length / width), most);
  const { size, next } = encoderOf(given, request, step);
  const { file, gaps: how } = request;
  const whole = canFill(given, request.encoder)
    ? fillGaps(given.values, width, { file, how, taken: count * width })
    : { values: given.values, filled: 0 };
  const taken = whole.values.subarray(0, count * width);
  checkNumbers(taken, given, request);
  const numbers = scaled(taken, request.range ?? given.range);
  const spikes: (readonly [number, number])[] = [];
  let all = 0;
  for (let k = 0; k < count; k++) {
    const sent = next(numbers.subarray(k * width, (k + 1) * width));
    all += sent.count;
    for (const [neuron, train] of sent.trains.entries())
      for (const time of train) spikes.push([time, neuron]);
  }
  spikes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    size,
    values: taken.length,
    filled: whole.filled,
    neurons: Uint32Array.from(spikes, ([, neuron]) => neuron),
    times: Float64Array.from(spikes, ([time]) => time),
    duration: Math.max(1, count) * step,
    late: all - spikes.length,
  };
}

/** Duration of a sample in ms, and the maximum number of samples. */
function timesOf(
  given: EncodedValues,
  { encoder, file, ...asked }: EncodeRequest,
): { readonly step: number; readonly most: number } {
  if (encoder.begin === undefined) {
    // A presentation takes the whole duration: the samples of a recording, which has a rate, would take far longer.
    if (given.every !== undefined && asked.for === undefined) {
      const expected = `an encoder for signals, such as send-on-delta, or --for 1ms, the duration of each sample`;
      throw DATA_ENCODE({ file, expected, got: `${encoder.name}, which encodes values at once` });
    }
    const step = asked.for ?? (encoder.name === "events" ? lastEvent(given) : usual);
    return { step, most: Number.POSITIVE_INFINITY };
  }
  const step = asked.every ?? given.every;
  if (step === undefined) {
    const expected = "--every 10ms: the time from one sample of the signal to the next";
    throw DATA_ENCODE({ file, expected, got: "none" });
  }
  const most = asked.for === undefined ? Number.POSITIVE_INFINITY : Math.floor(asked.for / step);
  return { step, most };
}

/** Spikes that are shown, and the number including those that come later. */
interface Sent {
  readonly trains: readonly Float64Array[];
  readonly count: number;
}

function encoderOf(
  given: EncodedValues,
  { encoder, seed, file, parameters }: EncodeRequest,
  step: number,
): { readonly size: number; next(sample: Float64Array): Sent } {
  const configured = { model: encoder, parameters: { ...given.parameters, ...parameters } };
  const options = { seed, place: file };
  const isSignal = encoder.begin !== undefined;
  const timing = isSignal ? { every: step } : { every: step, for: step };
  const stream = encodedStream(configured, given.shape, { ...options, ...timing });
  const { neurons: size } = stream;
  if (isSignal || encoder.ends !== true) {
    return {
      size,
      next(sample) {
        const trains = stream.next(sample);
        return { trains, count: countOf(trains) };
      },
    };
  }
  // An encoder with finite output is run to its end, so that nothing is omitted without notice.
  const next = encodedSamples(configured, given.shape, options);
  let count = 0;
  return {
    size,
    next(sample) {
      const whole = next(sample);
      const from = step * count++;
      const shown = whole.map((train) => train.filter((time) => time < step));
      return {
        trains: shown.map((train) => train.map((time) => from + time)),
        count: countOf(whole),
      };
    },
  };
}

/** Refuse values that no encoder accepts, and name the sample. */
function checkNumbers(
  values: Float64Array,
  given: EncodedValues,
  { file, encoder }: EncodeRequest,
): void {
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return;
  const width = given.shape.reduce((product, one) => product * one, 1);
  const [sample, value] = [Math.floor(odd / width), odd % width];
  const parts = [
    ...(values.length > width || canFill(given, encoder) ? [`sample ${sample}`] : []),
    ...(width > 1 ? [`value ${value}`] : []),
  ];
  throw DATA_NUMBER({ file: [file, ...parts].join(" "), got: String(values[odd]) });
}

const countOf = (trains: readonly Float64Array[]): number =>
  trains.reduce((sum, { length }) => sum + length, 0);

/** A time after the last event, in ms; rows begin with their times. */
function lastEvent({ values, shape, parameters }: EncodedValues): number {
  const last = values[values.length - (shape.at(-1) ?? 1)] ?? 0;
  return (parameters?.["tick"] === "1 us" ? last / 1000 : last) + 1;
}

function scaled(values: Float64Array, range: EncodeRequest["range"]): Float64Array {
  if (range === undefined) return values;
  const [low, high] = range;
  return values.map((value) => (value - low) / (high - low));
}
