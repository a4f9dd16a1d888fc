import {
  type Configured,
  callPlugin,
  type EncodedWindow,
  type EncoderRecord,
  PLUGIN_RETURN,
  printReturn,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { VALUE_LENGTH, VALUE_NUMBER } from "../errors.ts";
import { pluginParameters } from "../values/plugin-parameters.ts";

/** Spikes that stand for values: what an encoder makes of a shape. */
export interface EncodedSource {
  readonly neurons: number;
  /**
   * Give the spike times of a window in ms, ascending, one array for each neuron.
   *
   * The same values and seed give the same spikes, however time is cut into windows.
   */
  spikes(
    values: ArrayLike<number>,
    window: EncodedWindow & { readonly seed: number },
  ): readonly Float64Array[];
  /** Estimate the values from the spikes of a window; not there where the encoder cannot. */
  decode?(spikes: readonly Float64Array[], window: EncodedWindow): Float64Array;
}

/** Let an encoder, with values for its parameters or without, encode a shape. */
export function encodedSource(
  given: EncoderRecord | Configured<EncoderRecord>,
  shape: readonly number[],
): EncodedSource {
  const [encoder, own] = "model" in given ? [given.model, given.parameters] : [given, {}];
  const place = `encoder "${encoder.name}"`;
  const parameters = pluginParameters(encoder, own);
  const length = shape.reduce((product, one) => product * one, 1);
  const wrong = (what: string, expected: string, value: unknown): SpikeLoomError =>
    PLUGIN_RETURN({ plugin: encoder, place, what, expected, got: printReturn(value) });
  const neurons = callPlugin(encoder, place, () => encoder.neurons(shape, { parameters }));
  if (!Number.isSafeInteger(neurons) || neurons < 0) {
    throw wrong("a number of neurons", "a whole number from 0 on", neurons);
  }
  const { decode } = encoder;
  return {
    neurons,
    spikes(values, window) {
      const held = readValues(values, { length, place });
      const found: unknown = callPlugin(encoder, place, () =>
        encoder.spikes({ shape, values: held }, { ...window, parameters }),
      );
      checkSpikes(found, { ...window, neurons, wrong });
      return found;
    },
    ...(decode !== undefined && {
      decode(spikes, window) {
        const found: unknown = callPlugin(encoder, place, () =>
          decode(spikes, { ...window, shape, parameters }),
        );
        if (found instanceof Float64Array && found.length === length) return found;
        throw wrong("values", `${length} float64 numbers`, found);
      },
    }),
  };
}

function readValues(
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

interface Wanted extends EncodedWindow {
  readonly neurons: number;
  wrong(what: string, expected: string, value: unknown): SpikeLoomError;
}

function checkSpikes(
  found: unknown,
  { neurons, from, until, wrong }: Wanted,
): asserts found is readonly Float64Array[] {
  if (!Array.isArray(found) || found.length !== neurons) {
    throw wrong("spikes", `a list of ${neurons} arrays`, found);
  }
  for (const times of found as readonly unknown[]) {
    if (!(times instanceof Float64Array)) throw wrong("spikes", "arrays of float64 times", times);
    let last = from;
    for (const time of times) {
      if (!(time >= last && time < until)) {
        throw wrong("a spike time", `ascending times from ${from} to below ${until} ms`, time);
      }
      last = time;
    }
  }
}
