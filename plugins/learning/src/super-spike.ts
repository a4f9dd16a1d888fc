import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** SuperSpike: synapses learn to make neurons spike at given times. */
export const superSpike: LearningRecord<"tau_rise" | "tau_decay"> = defineLearning({
  name: "super-spike",
  about: "SuperSpike: filtered errors of spike trains times filtered eligibility traces.",
  cite: ["doi:10.1162/neco_a_01086"],
  parameters: {
    tau_rise: {
      default: "5 ms",
      about: "rise time constant of the kernel that filters errors and traces",
    },
    tau_decay: { default: "10 ms", about: "decay time constant of that kernel" },
  },
  begin: async (request, saved) =>
    (await import("./super-spike-gradients.ts")).beginSuperSpike(request, saved),
});
