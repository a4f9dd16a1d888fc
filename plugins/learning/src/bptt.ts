import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** Backpropagation through time, with a surrogate for the derivative of spikes. */
export const bptt: LearningRecord = defineLearning({
  name: "bptt",
  about: "Backpropagation through time with surrogate gradients.",
  cite: ["doi:10.1109/MSP.2019.2931595"],
  carries: true,
  gpu: true,
  chips: true,
  parameters: {
    truncate: {
      default: 0,
      min: 0,
      about: "steps after which the backward pass is truncated; 0 for no truncation",
    },
  },
  async begin(request, saved) {
    const { beginWith } = await import("./begin-with.ts");
    // Callers that do not use `beginLearning` may omit it.
    const { truncate = 0 } = request.parameters;
    return beginWith(request, saved, { truncate });
  },
});
