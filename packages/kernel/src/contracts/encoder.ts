import type { ParameterRecord } from "./model.ts";

/** Values to encode, with the last index running fastest. */
export interface ShapedValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** A half-open time interval in ms: includes `from`, excludes `until`. */
export interface EncodedWindow {
  readonly from: number;
  readonly until: number;
}

/** Input of an encoder other than the values. */
export interface EncoderRequest<Names extends string = string> {
  /** All parameters, in internal units. */
  readonly parameters: Readonly<Record<Names, number>>;
}

interface EncoderHead<Names extends string> {
  readonly kind: "encoder";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  /** Return the number of neurons needed for values of a given shape; for a signal, the shape of one sample. */
  neurons(shape: readonly number[], request: EncoderRequest<Names>): number;
}

/**
 * Encodes static values, such as an image, as the spikes of a source.
 *
 * It is stateless: the spikes of a window depend only on values, parameters and seed, so consecutive windows join seamlessly.
 * Time starts when the values are first shown.
 */
export interface StillEncoderRecord<Names extends string = string> extends EncoderHead<Names> {
  /**
   * Whether each value is encoded independently, from that value and the parameters alone.
   *
   * The spikes then depend on neither the other values, the index nor the seed, and every value has the same number of neurons,
   * in order of the values. Data with few levels, such as images, are encoded once per level.
   */
  readonly valueByValue?: boolean;
  /** Compute the spike times of a window in ms, ascending, one array per neuron. */
  spikes(
    values: ShapedValues,
    request: EncoderRequest<Names> & EncodedWindow & { readonly seed: number },
  ): readonly Float64Array[];
  readonly begin?: undefined;
  /**
   * Whether the spikes for a set of values end on their own, as a single spike does.
   *
   * It is an error if the next sample starts earlier, because values would be lost.
   */
  readonly ends?: boolean;
  /** Estimate the values from the spikes of a window. */
  decode?(
    spikes: readonly Float64Array[],
    request: EncoderRequest<Names> & EncodedWindow & { readonly shape: readonly number[] },
  ): Float64Array;
}

/**
 * Emits a spike of a neuron, `after` ms after the sample.
 *
 * `after` is at least 0 and less than the interval to the next sample.
 */
export type EmitSpike = (neuron: number, after: number) => void;

/** State of an encoder between the samples of a signal. */
export interface SignalEncoding {
  /** Process the next sample and emit the spikes up to the following one, in any order. */
  next(sample: Float64Array, emit: EmitSpike): void;
}

/**
 * Encodes a signal, sample by sample, as the spikes of a source.
 *
 * State from earlier samples is kept in the object returned by `begin`, so a signal may arrive live. A spike never precedes the
 * sample that causes it.
 */
export interface SignalEncoderRecord<Names extends string = string> extends EncoderHead<Names> {
  /** Begin a signal with the given sample shape and sampling interval. */
  begin(
    shape: readonly number[],
    request: EncoderRequest<Names> & { readonly every: number; readonly seed: number },
  ): SignalEncoding;
  readonly spikes?: undefined;
  readonly valueByValue?: undefined;
  /** Estimate the samples from their spikes; `shape` starts with the number of samples. */
  decode?(
    spikes: readonly Float64Array[],
    request: EncoderRequest<Names> & { readonly shape: readonly number[]; readonly every: number },
  ): Float64Array;
}

/**
 * Encodes values as the spikes of a source.
 *
 * `spikes` encodes static values, `begin` a signal. Called by `encodedSource` and `encodedStream` of `@spikeloom/network`.
 */
export type EncoderRecord<Names extends string = string> =
  | StillEncoderRecord<Names>
  | SignalEncoderRecord<Names>;
