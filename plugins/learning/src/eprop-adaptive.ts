import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** e-prop with feedback weights that receive the same updates as the readout's. */
export const epropAdaptive: LearningRecord<"decay"> = defineLearning({
  name: "eprop-adaptive",
  about:
    "e-prop with adaptive feedback: feedback weights receive the updates of the readout weights.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {
    decay: {
      default: 0.001,
      about: "fraction by which each update reduces the difference to the readout's weights",
    },
  },
  async begin(request, saved) {
    const { beginEprop, adaptive } = await import("./eprop-gradients.ts");
    return beginEprop(request, saved, adaptive(request.parameters.decay));
  },
});
