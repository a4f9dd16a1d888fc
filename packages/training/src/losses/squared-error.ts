import type { TrainingLoss } from "@spikeloom/kernel";
import { ownModule } from "./own-module.ts";

/** Mean squared error of outputs and target values. */
export const squaredError: TrainingLoss = {
  name: "squaredError",
  origin: { module: ownModule, name: "squaredError" },
  targets: (outputs) => outputs,
  value(output, target, slope) {
    let sum = 0;
    for (let k = 0; k < output.length; k++) {
      const over = (output[k] as number) - (target[k] as number);
      slope[k] = (2 * over) / output.length;
      sum += over * over;
    }
    return sum / output.length;
  },
};
