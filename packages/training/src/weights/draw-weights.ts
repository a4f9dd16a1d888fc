import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { TRAINING_OPTION } from "../errors.ts";

/** How the first weights of a projection are drawn. */
export interface WeightDraw {
  readonly count: number;
  /** Weights onto a target: the standard deviation is `gain / sqrt(inputs)`. */
  readonly inputs: number;
  /** 1 where it is not given; what keeps values of ReLUs of one size is the root of 2. */
  readonly gain?: number;
  readonly seed: number;
  /** Tells draws of one seed apart, such as the name of the projection. */
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
 * Draw weights from a normal distribution that suits the number of inputs.
 *
 * He et al. 2015, doi:10.1109/ICCV.2015.123, equation 10, for a gain of the root of 2. Throws `SL_TRAINING_OPTION`.
 */
export function drawWeights(options: WeightDraw): Float64Array {
  checkOptionNames(options, names, "drawWeights");
  const { count, inputs, gain = 1, seed, key } = options;
  for (const [name, value] of Object.entries({ count, inputs })) {
    if (Number.isInteger(value) && value > 0) continue;
    const message = "Weights are drawn for a number of inputs.";
    throw TRAINING_OPTION({
      place: name,
      message,
      expected: "a whole number from 1 on",
      got: String(value),
    });
  }
  const draws = stream(streamKey(seed, `weights/${key}`), 0);
  const sd = gain / Math.sqrt(inputs);
  return Float64Array.from({ length: count }, () => sd * draws.normal());
}
