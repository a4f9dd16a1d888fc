import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** e-prop with feedback through the readout's weights. */
export const eprop: LearningRecord = defineLearning({
  name: "eprop",
  about: "e-prop: eligibility traces times errors propagated through the readout's weights.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {},
  async begin(request, saved) {
    const { beginEprop, symmetric } = await import("./eprop-gradients.ts");
    return beginEprop(request, saved, symmetric);
  },
});
