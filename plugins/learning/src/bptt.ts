import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { beginWith } from "./begin-with.ts";

/** Backpropagation through time, with a surrogate for the derivative of spikes. */
export const bptt: LearningRecord = defineLearning({
  name: "bptt",
  about: "Backpropagation through time with surrogate gradients.",
  cite: ["doi:10.1109/MSP.2019.2931595"],
  parameters: {},
  begin: (request, saved) => beginWith(request, saved),
});
