import {
  checkOptionNames,
  type OptionNames,
  type PlasticityRecord,
  type PopulationRecord,
  type ProjectionRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { type ModelInput, plainModel } from "./plain-model.ts";

/** A population, or its name in the network. */
export type PopulationInput = PopulationRecord | string;

/** A projection whose source and target are not named yet; `network` names them. */
export type ProjectionDraft = Omit<ProjectionRecord, "from" | "to"> & {
  readonly from: PopulationInput;
  readonly to: PopulationInput;
};

/** Options of a projection, besides its source and target. */
export type ProjectionOptions = Omit<ProjectionRecord, "from" | "to" | "synapse" | "plasticity"> & {
  readonly synapse?: ModelInput<SynapseRecord>;
  readonly plasticity?: ModelInput<PlasticityRecord>;
};

const names: OptionNames<ProjectionOptions> = {
  name: true,
  fromNeurons: true,
  toNeurons: true,
  receptor: true,
  connector: true,
  weight: true,
  delay: true,
  synapse: true,
  plasticity: true,
  initial: true,
  dendritic: true,
  events: true,
  modulators: true,
  procedural: true,
};

/** Create a projection from one population to another. */
export function projection(
  from: PopulationInput,
  to: PopulationInput,
  options: ProjectionOptions,
): ProjectionDraft {
  checkOptionNames(options, names, "projection");
  const { synapse, plasticity, ...rest } = options;
  return {
    ...rest,
    from,
    to,
    ...(synapse !== undefined && { synapse: plainModel(synapse) }),
    ...(plasticity !== undefined && { plasticity: plainModel(plasticity) }),
  };
}
