import type { EncoderRecord } from "@spikeloom/kernel";
import { encodedStream, endless } from "@spikeloom/network";
import type { EncodedValues } from "./encoded-values.ts";
import { DATA_ENCODE } from "./errors.ts";
import { fillGaps, type GapFilling } from "./fill-gaps.ts";

/** How values are encoded. */
export interface EncodeRequest {
  readonly file: string;
  readonly encoder: EncoderRecord;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  /** How long values at once are shown, or how much of a signal is taken, in ms. */
  readonly for?: number | undefined;
  /** Time from one sample of a signal to the next in ms. */
  readonly every?: number | undefined;
  /** The numbers that count as 0 and 1. */
  readonly range?: readonly [number, number] | undefined;
  /** What stands for samples of a signal that are missing. */
  readonly gaps?: GapFilling | undefined;
}

/** Spikes of one sample, or of a signal, in the order of time. */
export interface EncodedSpikes {
  /** How many neurons there are. */
  readonly size: number;
  readonly neurons: Uint32Array;
  /** In ms. */
  readonly times: Float64Array;
  /** How long it lasts, in ms. */
  readonly duration: number;
  /** Spikes that come after it, of an encoder that comes to an end; they are left out. */
  readonly late: number;
}

/** How long values at once are shown where nothing is said, in ms. */
const usual = 100;

/** Encode values of a file; throws what the encoder does, `SL_DATA_ENCODE` and `SL_DATA_GAPS`. */
export function encodeValues(given: EncodedValues, request: EncodeRequest): EncodedSpikes {
  const { encoder, seed, file } = request;
  const isSignal = encoder.begin !== undefined;
  const parameters = { ...given.parameters, ...request.parameters };
  const every = request.every ?? given.every;
  if (isSignal && every === undefined) {
    const expected = "--every 10ms: the time from one sample of the signal to the next";
    throw DATA_ENCODE({ file, expected, got: "none" });
  }
  const shown = request.for ?? (encoder.name === "events" ? lastEvent(given) : usual);
  const step = isSignal ? (every as number) : shown;
  const timing = isSignal ? { every: step } : { every: step, for: step };
  // Values at once stand for a whole time each: the samples of a recording, which has a rate, would last far longer.
  if (!isSignal && given.every !== undefined && request.for === undefined) {
    const expected = `an encoder of a signal, such as send-on-delta, or --for 1ms: how long each sample is shown`;
    throw DATA_ENCODE({ file, expected, got: `${encoder.name}, which encodes values at once` });
  }
  const options = { seed, place: file };
  const configured = { model: encoder, parameters };
  const stream = encodedStream(configured, given.shape, { ...options, ...timing });
  // What comes to an end is asked for all of it as well, so that nothing is left out unseen.
  const whole =
    encoder.begin === undefined && encoder.ends === true
      ? encodedStream(configured, given.shape, { ...options, every: endless })
      : undefined;
  const length = Math.max(
    1,
    given.shape.reduce((product, size) => product * size, 1),
  );
  const values = isSignal
    ? fillGaps(given.values, length, { file, how: request.gaps })
    : given.values;
  const numbers = scaled(values, request.range ?? given.range);
  const most =
    isSignal && request.for !== undefined
      ? Math.floor(request.for / step)
      : Number.POSITIVE_INFINITY;
  const count = Math.min(Math.floor(numbers.length / length), most);
  const spikes: (readonly [number, number])[] = [];
  let all = 0;
  for (let k = 0; k < count; k++) {
    const sample = numbers.subarray(k * length, (k + 1) * length);
    const entire = whole?.next(sample);
    // Behind so long a time, those of further samples would be rounded.
    const trains =
      entire !== undefined && count === 1
        ? entire.map((train) => train.filter((time) => time < shown))
        : stream.next(sample);
    all += countOf(entire ?? trains);
    for (const [neuron, train] of trains.entries())
      for (const time of train) spikes.push([time, neuron]);
  }
  spikes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    size: stream.neurons,
    neurons: Uint32Array.from(spikes, ([, neuron]) => neuron),
    times: Float64Array.from(spikes, ([time]) => time),
    ...{ duration: Math.max(1, count) * step, late: all - spikes.length },
  };
}

const countOf = (trains: readonly Float64Array[]): number =>
  trains.reduce((sum, { length }) => sum + length, 0);

/** A time behind the last event, in ms; rows begin with their times. */
function lastEvent({ values, shape, parameters }: EncodedValues): number {
  const last = values[values.length - (shape.at(-1) ?? 1)] ?? 0;
  return (parameters?.["tick"] === "1 us" ? last / 1000 : last) + 1;
}

function scaled(values: Float64Array, range: EncodeRequest["range"]): Float64Array {
  if (range === undefined) return values;
  const [low, high] = range;
  return values.map((value) => (value - low) / (high - low));
}
