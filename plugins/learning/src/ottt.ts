import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** Online training through time: errors propagate through layers, not through time. */
export const ottt: LearningRecord = defineLearning({
  name: "ottt",
  about:
    "Online training through time: errors propagate through layers within a step, traces forward in time.",
  cite: ["doi:10.48550/arXiv.2210.04195"],
  parameters: {},
  begin: async (request, saved) => (await import("./ottt-gradients.ts")).beginOttt(request, saved),
});
