import { readReference } from "../reference.ts";
import type { Measured, Study } from "../study.ts";
import { type ExperimentSize, runExperiment } from "./experiment.ts";
import json from "./reference.json" with { type: "json" };

/** "accuracy, of the paper" */
export const diehlCook2015: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "300 digits": (seed) => measure({ neurons: 100, train: 300, label: 200, test: 100 }, seed),
    "10 000 digits": (seed) =>
      measure({ neurons: 400, train: 10_000, label: 3000, test: 1000 }, seed),
  },
  long: ["10 000 digits"],
};

async function measure(size: ExperimentSize, seed: number): Promise<Measured> {
  const { accuracy, baseline, spikes, rise } = await runExperiment(size, seed);
  return {
    accuracy,
    "accuracy, of the paper": accuracy,
    "nearest neighbours": baseline,
    "spikes for each digit": spikes,
    rise,
  };
}
