import { checkOptionNames, type OptionNames, type ValueColumns } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { LabelledValues } from "./encoded-examples.ts";
import type { Examples } from "./examples.ts";

/** Options for feeding values to a continuous input. */
export interface ValueOptions {
  /** Continuous input for the values, as `population.input`. */
  readonly input: string;
  /** Values mapped to 0 and to the amplitude; by default, values are not scaled. */
  readonly range?: readonly [number, number] | undefined;
  /** Image of the upper end of the range, in internal units; default 1. */
  readonly amplitude?: number | undefined;
  /** Steps of a sample, the first dimension of its shape; by default one value serves all steps. */
  readonly steps?: number | undefined;
}

const names: OptionNames<ValueOptions> = {
  input: true,
  range: true,
  amplitude: true,
  steps: true,
};

/**
 * Create samples whose values are fed to a continuous input.
 *
 * Throws `SL_TRAINING_OPTION` if numbers do not match the samples.
 */
export function valueExamples(samples: LabelledValues, options: ValueOptions): Examples {
  checkOptionNames(options, names, "valueExamples");
  const { input, range = [0, 1], amplitude = 1, steps = 1 } = options;
  const { values, targets, size } = samples;
  const [each, own] = [values.length / size, targets.length / size];
  const [low, high] = range;
  for (const [place, fits, expected, got] of [
    ["values", Number.isInteger(each / steps), `the same number for each of ${size} samples`, each],
    [
      "targets",
      Number.isInteger(own) && own > 0,
      `the same number for each of ${size} samples`,
      own,
    ],
    ["amplitude", Number.isFinite(amplitude), "a finite number", amplitude],
    ["range", high !== low && Number.isFinite(high - low), "two different numbers", high - low],
  ] as const) {
    if (fits) continue;
    const message = "Invalid options for feeding values.";
    throw TRAINING_OPTION({ place, message, expected, got: String(got) });
  }
  const scale = amplitude / (high - low);
  const columnsOf = (indices: Uint32Array): ValueColumns => {
    const given = new Float32Array(each * indices.length);
    indices.forEach((index, k) => {
      for (let n = 0; n < each; n++) {
        given[k * each + n] = scale * ((values[index * each + n] as number) - low);
      }
    });
    return { steps, values: given };
  };
  return {
    size,
    batch(indices) {
      const wanted = Float64Array.from(
        { length: own * indices.length },
        (_, k) => targets[(indices[Math.floor(k / own)] as number) * own + (k % own)] as number,
      );
      return { size: indices.length, inputs: { [input]: columnsOf(indices) }, targets: wanted };
    },
  };
}
