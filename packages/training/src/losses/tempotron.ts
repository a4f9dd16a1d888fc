import { checkOptionNames, type TrainingLoss } from "@spikeloom/kernel";
import { BATCH } from "../errors.ts";
import { ownModule } from "./own-module.ts";

/**
 * Create the loss of a tempotron, in the internal unit of the readout.
 *
 * The maximum potential of a neuron should reach the threshold if its target is 1, and stay below it if that is 0; the
 * loss is the difference to the threshold. The readout is `max` of a potential without reset.
 * @cite doi:10.1038/nn1643, equation 3
 */
export function tempotronLoss(options: { readonly threshold: number }): TrainingLoss {
  checkOptionNames(options, { threshold: true }, "tempotronLoss");
  const { threshold } = options;
  return {
    name: "tempotronLoss",
    origin: { module: ownModule, name: "tempotronLoss", options: { threshold } },
    targets: (outputs) => outputs,
    value(output, target, slope) {
      let sum = 0;
      for (let k = 0; k < output.length; k++) {
        const wanted = target[k];
        if (wanted !== 0 && wanted !== 1) throw noDecision(wanted);
        const over = (output[k] as number) - threshold;
        const isWrong = over >= 0 !== (wanted === 1);
        slope[k] = isWrong ? (wanted === 1 ? -1 : 1) : 0;
        if (isWrong) sum += Math.abs(over);
      }
      return sum;
    },
  };
}

function noDecision(got: number | undefined): Error {
  return BATCH({
    place: "targets",
    message: "The target of a tempotron states whether it fires.",
    expected: "0 or 1",
    got: String(got),
  });
}
