import type { TrainingLoss } from "@spikeloom/kernel";
import { BATCH } from "../errors.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { ownModule } from "./own-module.ts";

/**
 * Policy-gradient loss: reinforces actions that did better than expected.
 *
 * Outputs are logits of actions. The target of a sample is two numbers: the chosen action, counted from 0, and its
 * advantage. The loss is minus the advantage times the logarithm of the action's probability.
 * @cite doi:10.1007/BF00992696, equation 4
 */
export const policyGradient: TrainingLoss = {
  name: "policyGradient",
  origin: { module: ownModule, name: "policyGradient" },
  targets: () => 2,
  value(output, target, slope) {
    const advantage = target[1] as number;
    if (!Number.isFinite(advantage)) {
      throw BATCH({
        place: "targets",
        message: "The advantage of an action is not a finite number.",
        expected: "an action and a finite number",
        got: String(advantage),
      });
    }
    const surprise = crossEntropy.value(output, target.subarray(0, 1), slope);
    for (let k = 0; k < slope.length; k++) slope[k] = advantage * (slope[k] as number);
    return advantage * surprise;
  },
};
