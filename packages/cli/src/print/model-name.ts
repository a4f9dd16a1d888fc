import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";

/** Give the name of the model of a population, however it stands there. */
export function modelName({ model }: Pick<PopulationRecord, "model">): string {
  if (typeof model === "string") return model;
  return "name" in model ? model.name : (model.model as NeuronRecord).name;
}
