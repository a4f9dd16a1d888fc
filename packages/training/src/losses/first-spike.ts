import { checkOptionNames, type TrainingLoss } from "@spikeloom/kernel";
import { crossEntropy } from "./cross-entropy.ts";
import { ownModule } from "./own-module.ts";

/**
 * Create a loss of first-spike times: the first neuron to spike is the answer.
 *
 * Cross-entropy of probabilities that decrease exponentially with time constant `tau` in ms; the readout is `first` of
 * spikes, the target is the label.
 * @cite doi:10.1038/s42256-021-00388-x, equation 9, without its second term
 */
export function firstSpikeLoss(options: { readonly tau?: number } = {}): TrainingLoss {
  checkOptionNames(options, { tau: true }, "firstSpikeLoss");
  const { tau = 5 } = options;
  return {
    name: "firstSpikeLoss",
    origin: { module: ownModule, name: "firstSpikeLoss", options },
    targets: () => 1,
    value(output, target, slope) {
      const loss = crossEntropy.value(
        output.map((time) => -time / tau),
        target,
        slope,
      );
      for (let k = 0; k < slope.length; k++) slope[k] = -(slope[k] as number) / tau;
      return loss;
    },
  };
}
