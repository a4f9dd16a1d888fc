import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** e-prop with fixed random feedback weights. */
export const epropRandom: LearningRecord = defineLearning({
  name: "eprop-random",
  about: "e-prop with random feedback: errors propagate through fixed random weights.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {},
  async begin(request, saved) {
    const { beginEprop, random } = await import("./eprop-gradients.ts");
    return beginEprop(request, saved, random);
  },
});
