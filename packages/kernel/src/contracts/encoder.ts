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

/**
 * Turns values into the spikes of a source.
 *
 * It keeps nothing from call to call: the spikes of a window depend on values, parameters and seed alone, so
 * that windows join without a seam. Called by `encodedSource` of `@spikeloom/network`.
 */
export interface EncoderRecord<Names extends string = string> {
  readonly kind: "encoder";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  /** Count the neurons that values of a shape need. */
  neurons(shape: readonly number[], request: EncoderRequest<Names>): number;
  /** Give the spike times of a window in ms, ascending, one array for each neuron. */
  spikes(
    values: ShapedValues,
    request: EncoderRequest<Names> & EncodedWindow & { readonly seed: number },
  ): readonly Float64Array[];
  /** Estimate the values from the spikes of a window. */
  decode?(
    spikes: readonly Float64Array[],
    request: EncoderRequest<Names> & EncodedWindow & { readonly shape: readonly number[] },
  ): Float64Array;
}
