import { hostFunctions } from "@spikeloom/equations/functions";
import type { TrainingLoss } from "@spikeloom/kernel";
import { ownModule } from "./own-module.ts";

/**
 * Create a loss from the van Rossum distance between spike trains.
 *
 * It is the squared difference of exponentially filtered spike trains. The readout is `each` step, the target has as
 * many numbers. `tau` and `dt` are in ms, `neurons` is the number of readout neurons.
 * @cite doi:10.1162/089976601300014321, equation 3
 */
export function vanRossum({
  neurons,
  dt,
  tau = 10,
}: {
  readonly neurons: number;
  readonly dt: number;
  readonly tau?: number;
}): TrainingLoss {
  const decay = (hostFunctions["exp"] as (x: number) => number)(-dt / tau);
  return {
    name: "vanRossum",
    origin: { module: ownModule, name: "vanRossum", options: { neurons, dt, tau } },
    targets: (outputs) => outputs,
    value(output, target, slope) {
      const steps = output.length / neurons;
      let sum = 0;
      for (let n = 0; n < neurons; n++) {
        let trace = 0;
        for (let k = n; k < output.length; k += neurons) {
          trace = decay * trace + (output[k] as number) - (target[k] as number);
          sum += trace * trace;
          slope[k] = trace;
        }
        // A spike contributes to all later values of the trace.
        let after = 0;
        for (let step = steps - 1; step >= 0; step--) {
          const k = step * neurons + n;
          after = (slope[k] as number) + decay * after;
          slope[k] = (2 * dt * after) / tau;
        }
      }
      return (sum * dt) / tau;
    },
  };
}
