import type { TrainingLoss } from "@spikeloom/kernel";
import { squaredError } from "../src/index.ts";

/** Create a loss that a worker loads from this module. */
export function scaledError({ factor }: { readonly factor: number }): TrainingLoss {
  return {
    name: "scaledError",
    origin: { module: import.meta.url, name: "scaledError", options: { factor } },
    targets: squaredError.targets,
    value(output, target, slope) {
      const loss = squaredError.value(output, target, slope);
      for (let k = 0; k < slope.length; k++) slope[k] = factor * (slope[k] as number);
      return factor * loss;
    },
  };
}
