import {
  type Configured,
  callPlugin,
  checkOptionNames,
  type EncodedWindow,
  type EncoderRecord,
  type SignalEncoderRecord,
  type StillEncoderRecord,
} from "@spikeloom/kernel";
import { ENCODED_TIMES } from "../errors.ts";
import { streamOf } from "./encoded-stream.ts";
import { type PreparedEncoder, prepareEncoder, readValues } from "./prepared-encoder.ts";
import { stillSpikes } from "./still-spikes.ts";

/** Spikes that an encoder produces for values of a given shape. */
export interface EncodedSource {
  readonly neurons: number;
  /**
   * Compute the spike times of a window in ms, ascending, one array per neuron.
   *
   * The same values and seed give the same spikes, however time is divided into windows. For a signal, the values are
   * its samples in sequence.
   */
  spikes(
    values: ArrayLike<number>,
    window: EncodedWindow & { readonly seed: number },
  ): readonly Float64Array[];
  /** Estimate the values from the spikes of a window; absent if the encoder does not support it. */
  decode?(spikes: readonly Float64Array[], window: EncodedWindow): Float64Array;
}

/**
 * Create a source from an encoder, with or without parameters, and a shape.
 *
 * A signal needs `every`, the sampling interval in ms, and the shape of one sample.
 */
export function encodedSource(
  given: EncoderRecord | Configured<EncoderRecord>,
  shape: readonly number[],
  options: { readonly every?: number } = {},
): EncodedSource {
  checkOptionNames(options, { every: true }, "encodedSource");
  const { every } = options;
  const prepared = prepareEncoder(given, shape);
  const { encoder } = prepared;
  if (encoder.begin === undefined) return stillSource(encoder, prepared);
  if (every !== undefined && every > 0) return signalSource(encoder, { prepared, every });
  throw ENCODED_TIMES({
    place: prepared.place,
    message: `"${encoder.name}" encodes a signal, whose sampling interval is missing.`,
    expected: "a sampling interval above 0 ms",
    got: every === undefined ? "none" : `${every} ms`,
    next: 'Set "every".',
  });
}

function stillSource(encoder: StillEncoderRecord, prepared: PreparedEncoder): EncodedSource {
  const { shape, parameters, length, neurons, place } = prepared;
  const { decode } = encoder;
  return {
    neurons,
    spikes: (values, window) =>
      stillSpikes(encoder, readValues(values, prepared), { ...window, prepared }),
    ...(decode !== undefined && {
      decode(spikes, { from, until }) {
        const request = { from, until, shape, parameters };
        const found: unknown = callPlugin(encoder, place, () => decode(spikes, request));
        return checkDecoded(found, length, prepared);
      },
    }),
  };
}

interface Signal {
  readonly prepared: PreparedEncoder;
  readonly every: number;
}

function signalSource(encoder: SignalEncoderRecord, { prepared, every }: Signal): EncodedSource {
  const { shape, parameters, length, neurons, place } = prepared;
  const { decode } = encoder;
  return {
    neurons,
    spikes: (values, window) => signalWindow(values, { ...window, prepared, every }),
    ...(decode !== undefined && {
      decode(spikes, { from, until }) {
        const samples = Math.round((until - from) / every);
        const shifted = spikes.map((times) => times.map((time) => time - from));
        const request = { shape: [samples, ...shape], every, parameters };
        const found: unknown = callPlugin(encoder, place, () => decode(shifted, request));
        return checkDecoded(found, samples * length, prepared);
      },
    }),
  };
}

/** Encode a signal up to the end of a window, and return the spikes within the window. */
function signalWindow(
  values: ArrayLike<number>,
  { prepared, every, from, until, seed }: Signal & EncodedWindow & { readonly seed: number },
): readonly Float64Array[] {
  const { length, neurons } = prepared;
  const all = readValues(values, { ...prepared, length: wholeSamples(values.length, length) });
  const encoded = streamOf(prepared, { every, seed });
  const trains: number[][] = Array.from({ length: neurons }, () => []);
  for (let at = 0; at < all.length && encoded.time < until; at += length) {
    encoded.next(all.subarray(at, at + length)).forEach((times, neuron) => {
      const train = trains[neuron];
      // One by one: the number of arguments of a call is limited.
      for (const time of times) if (time >= from && time < until) train?.push(time);
    });
  }
  return trains.map((times) => Float64Array.from(times));
}

function wholeSamples(count: number, length: number): number {
  return Math.max(1, Math.ceil(count / length)) * length;
}

function checkDecoded(found: unknown, length: number, { wrong }: PreparedEncoder): Float64Array {
  if (found instanceof Float64Array && found.length === length) return found;
  throw wrong("values", `${length} float64 numbers`, found);
}
