import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** Deep continuous local learning: each layer has its own readout and loss. */
export const decolle: LearningRecord = defineLearning({
  name: "decolle",
  about: "DECOLLE: each layer learns from a local loss, read out through fixed random weights.",
  cite: ["doi:10.3389/fnins.2020.00424"],
  parameters: {},
  begin: async (request, saved) =>
    (await import("./decolle-gradients.ts")).beginDecolle(request, saved),
});
