import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** The tempotron: neurons learn to fire for some patterns and not for others. */
export const tempotron: LearningRecord = defineLearning({
  name: "tempotron",
  about:
    "Tempotron: changes weights by their contribution to the maximum potential after a wrong decision.",
  cite: ["doi:10.1038/nn1643"],
  parameters: {},
  begin: async (request, saved) =>
    (await import("./tempotron-gradients.ts")).beginTempotron(request, saved),
});
