import { hostFunctions } from "@spikeloom/equations/functions";
import type { TrainingLoss } from "@spikeloom/kernel";
import { BATCH } from "../errors.ts";
import { ownModule } from "./own-module.ts";

const exp = hostFunctions["exp"] as (x: number) => number;
const log = hostFunctions["log"] as (x: number) => number;

// Spike counts differ by integers: their probabilities are computed once, with the same bits.
const shares = Float64Array.from({ length: 256 }, (_, difference) => exp(-difference));

/** Exponential of the difference between an output and the maximum. */
function shareOf(difference: number): number {
  const whole = difference | 0;
  const isCount = whole === difference && whole < shares.length;
  return isCount ? (shares[whole] as number) : exp(-difference);
}

/**
 * Cross-entropy of outputs and a label.
 *
 * It is minus the logarithm of the label's softmax probability. The target of a sample is one number, the label,
 * counted from 0.
 */
export const crossEntropy: TrainingLoss = {
  name: "crossEntropy",
  origin: { module: ownModule, name: "crossEntropy" },
  targets: () => 1,
  value(output, target, slope) {
    const [label = Number.NaN] = target;
    if (!(Number.isInteger(label) && label >= 0 && label < output.length))
      throw noLabel(label, output);
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < output.length; k++) most = Math.max(most, output[k] as number);
    let sum = 0;
    for (let k = 0; k < output.length; k++) {
      const share = shareOf(most - (output[k] as number));
      slope[k] = share;
      sum += share;
    }
    for (let k = 0; k < output.length; k++) slope[k] = (slope[k] as number) / sum;
    slope[label] = (slope[label] as number) - 1;
    return log(sum) + most - (output[label] as number);
  },
};

function noLabel(label: number, output: Float64Array): Error {
  return BATCH({
    place: "targets",
    message: "The label has no output neuron.",
    expected: `an integer from 0 to ${output.length - 1}`,
    got: String(label),
  });
}
