import { checkOptionNames, type OptionNames, type ValueColumns } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { LabelledValues } from "./encoded-examples.ts";
import type { Examples } from "./examples.ts";

/** Options for feeding values to a continuous input. */
export interface ValueOptions {
  /** The continuous input that takes them, as `population.input`. */
  readonly input: string;
  /** The numbers that are given as 0 and as the amplitude; numbers are given as they are where this is not told. */
  readonly range?: readonly [number, number] | undefined;
  /** What the upper end of the range is given as, in internal units; 1 where it is not told. */
  readonly amplitude?: number | undefined;
  /** Steps of a sample, the first index of its shape; one stands for all steps where it is not told. */
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
 * Throws `SL_TRAINING_OPTION` where numbers do not fit the samples.
 */
export function valueExamples(samples: LabelledValues, options: ValueOptions): Examples {
  checkOptionNames(options, names, "valueExamples");
  const { input, range = [0, 1], amplitude = 1, steps = 1 } = options;
  const { values, targets, size } = samples;
  const [each, own] = [values.length / size, targets.length / size];
  const [low, high] = range;
  for (const [place, fits, expected, got] of [
    ["values", Number.isInteger(each / steps), `as many for each of ${size} samples`, each],
    ["targets", Number.isInteger(own) && own > 0, `as many for each of ${size} samples`, own],
    ["amplitude", Number.isFinite(amplitude), "a finite number", amplitude],
    ["range", high !== low && Number.isFinite(high - low), "two numbers that differ", high - low],
  ] as const) {
    if (fits) continue;
    const message = "Samples are not given like this.";
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
