import type { ParameterRecord } from "./model.ts";

/** Values that are encoded, the last index running fastest. */
export interface ShapedValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** A part of time in ms: `from` is in it, `until` is not. */
export interface EncodedWindow {
  readonly from: number;
  readonly until: number;
}

/** What an encoder is called with beside its values. */
export interface EncoderRequest<Names extends string = string> {
  /** All of them, in internal units. */
  readonly parameters: Readonly<Record<Names, number>>;
}

interface EncoderHead<Names extends string> {
  readonly kind: "encoder";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  /** Count the neurons that values of a shape need; for a signal, the shape of one sample. */
  neurons(shape: readonly number[], request: EncoderRequest<Names>): number;
}

/**
 * Turns values that are all there at once into the spikes of a source.
 *
 * Such as an image. It keeps nothing from call to call: the spikes of a window depend on values, parameters and seed alone, so
 * that windows join without a seam. Time begins where the values are first shown.
 */
export interface StillEncoderRecord<Names extends string = string> extends EncoderHead<Names> {
  /**
   * Whether the spikes of a value depend on that value and the parameters alone.
   *
   * Then neither other values, nor its place, nor the seed change them, and each value has as many neurons, one value after
   * another. What has few levels, such as images, is encoded once a level.
   */
  readonly valueByValue?: boolean;
  /** Give the spike times of a window in ms, ascending, one array for each neuron. */
  spikes(
    values: ShapedValues,
    request: EncoderRequest<Names> & EncodedWindow & { readonly seed: number },
  ): readonly Float64Array[];
  readonly begin?: undefined;
  /**
   * Whether the spikes of values come to an end by themselves, as a single spike does.
   *
   * Where the next sample comes before that, values are lost, which is refused.
   */
  readonly ends?: boolean;
  /** Estimate the values from the spikes of a window. */
  decode?(
    spikes: readonly Float64Array[],
    request: EncoderRequest<Names> & EncodedWindow & { readonly shape: readonly number[] },
  ): Float64Array;
}

/**
 * Adds a spike of a neuron, so many ms after the sample.
 *
 * `after` is from 0 on and below the time to the next sample.
 */
export type EmitSpike = (neuron: number, after: number) => void;

/** A signal on its way: what an encoder keeps from sample to sample. */
export interface SignalEncoding {
  /** Take the next sample and emit the spikes up to the one after it, in any order. */
  next(sample: Float64Array, emit: EmitSpike): void;
}

/**
 * Turns a signal, sample after sample, into the spikes of a source.
 *
 * What it needs of earlier samples is in what `begin` gives, so that a signal may come live. A spike comes at
 * the time of the sample that makes it, or later.
 */
export interface SignalEncoderRecord<Names extends string = string> extends EncoderHead<Names> {
  /** Begin a signal whose samples have a shape and come every so many ms. */
  begin(
    shape: readonly number[],
    request: EncoderRequest<Names> & { readonly every: number; readonly seed: number },
  ): SignalEncoding;
  readonly spikes?: undefined;
  readonly valueByValue?: undefined;
  /** Estimate the samples from their spikes; `shape` begins with the number of samples. */
  decode?(
    spikes: readonly Float64Array[],
    request: EncoderRequest<Names> & { readonly shape: readonly number[]; readonly every: number },
  ): Float64Array;
}

/**
 * Turns values into the spikes of a source.
 *
 * Values at once by `spikes`, a signal by `begin`. Called by `encodedSource` and `encodedStream` of `@spikeloom/network`.
 */
export type EncoderRecord<Names extends string = string> =
  | StillEncoderRecord<Names>
  | SignalEncoderRecord<Names>;
