import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { TRAINING_OPTION } from "../errors.ts";

/** Distribution of the initial weights of a projection. */
export interface WeightDraw {
  readonly count: number;
  /** Weights onto a target: the standard deviation is `gain / sqrt(inputs)`. */
  readonly inputs: number;
  /** Default 1; the square root of 2 keeps the variance of ReLU layers constant. */
  readonly gain?: number;
  readonly seed: number;
  /** Distinguishes draws with the same seed; for example the name of the projection. */
  readonly key: string;
}

const names: OptionNames<WeightDraw> = {
  count: true,
  inputs: true,
  gain: true,
  seed: true,
  key: true,
};

/**
 * Draw weights from a normal distribution scaled by the number of inputs.
 *
 * He et al. 2015, doi:10.1109/ICCV.2015.123, equation 10, for a gain of the root of 2. Throws `SL_TRAINING_OPTION`.
 */
export function drawWeights(options: WeightDraw): Float64Array {
  checkOptionNames(options, names, "drawWeights");
  const { count, inputs, gain = 1, seed, key } = options;
  for (const [name, value] of Object.entries({ count, inputs })) {
    if (Number.isInteger(value) && value > 0) continue;
    const message = "Invalid number of inputs or weights.";
    throw TRAINING_OPTION({
      place: name,
      message,
      expected: "an integer of at least 1",
      got: String(value),
    });
  }
  const draws = stream(streamKey(seed, `weights/${key}`), 0);
  const sd = gain / Math.sqrt(inputs);
  return Float64Array.from({ length: count }, () => sd * draws.normal());
}
