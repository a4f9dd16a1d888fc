import {
  type Configured,
  callPlugin,
  type EncoderRecord,
  PLUGIN_RETURN,
  printReturn,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { ENCODED_TIMES, VALUE_LENGTH, VALUE_NUMBER } from "../errors.ts";
import { pluginParameters } from "../values/plugin-parameters.ts";

/** An encoder with numeric parameters and a shape for its values. */
export interface PreparedEncoder {
  readonly encoder: EncoderRecord;
  readonly parameters: Readonly<Record<string, number>>;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Numbers per sample. */
  readonly length: number;
  readonly neurons: number;
  readonly place: string;
  /** Create the error for an invalid result of the encoder. */
  wrong(what: string, expected: string, value: unknown): SpikeLoomError;
}

/** Set an encoder's parameters and query the number of neurons for a shape. */
export function prepareEncoder(
  given: EncoderRecord | Configured<EncoderRecord>,
  shape: readonly number[],
  place?: string,
): PreparedEncoder {
  const [encoder, own] = "model" in given ? [given.model, given.parameters] : [given, {}];
  const where = place ?? `encoder "${encoder.name}"`;
  const parameters = pluginParameters(encoder, own);
  checkSizes(shape, where);
  const wrong = (what: string, expected: string, value: unknown): SpikeLoomError =>
    PLUGIN_RETURN({ plugin: encoder, place: where, what, expected, got: printReturn(value) });
  const neurons = callPlugin(encoder, where, () => encoder.neurons(shape, { parameters }));
  if (!Number.isSafeInteger(neurons) || neurons < 0) {
    throw wrong("a number of neurons", "a non-negative whole number", neurons);
  }
  const length = shape.reduce((product, one) => product * one, 1);
  return { encoder, parameters, shape, length, neurons, place: where, wrong };
}

function checkSizes(shape: readonly number[], place: string): void {
  const odd = shape.find((size) => !Number.isSafeInteger(size) || size < 1);
  if (odd === undefined) return;
  const message = "A shape must be a list of integers from 1.";
  throw ENCODED_TIMES({ place: `${place} shape`, message, expected: "[28, 28]", got: String(odd) });
}

/** Copy the values of a number of samples; values that are not numbers are rejected. */
export function readValues(
  values: ArrayLike<number>,
  { length, place }: { readonly length: number; readonly place: string },
): Float64Array {
  const held = Float64Array.from(values);
  if (held.length !== length) {
    throw VALUE_LENGTH({ place, expected: String(length), got: held.length });
  }
  const odd = held.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return held;
  throw VALUE_NUMBER({ place: `${place} value ${odd}`, got: String(held[odd]) });
}
