import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";

/** Return the name of the model of a population, in whatever form it is given. */
export function modelName({ model }: Pick<PopulationRecord, "model">): string {
  if (typeof model === "string") return model;
  return "name" in model ? model.name : (model.model as NeuronRecord).name;
}
