import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/**
 * Ridge regression of a linear readout, for reservoir computing.
 *
 * It does not follow gradients: the optimiser and the surrogate of a task are ignored.
 */
export const ridge: LearningRecord<"penalty"> = defineLearning({
  name: "ridge",
  about:
    "Solves for the weights of a linear readout of a reservoir by ridge regression over a batch.",
  cite: ["doi:10.1162/089976602760407955", "doi:10.1007/978-3-642-35289-8_36"],
  parameters: {
    penalty: {
      default: 1e-6,
      about: "penalty of squared weights, relative to the mean square of all regressors",
    },
  },
  begin: async (request, saved) => (await import("./ridge-learner.ts")).beginRidge(request, saved),
});
