import {
  checkOptionNames,
  type NetworkRecord,
  type NeuronRecord,
  type OptionNames,
  type PlasticityRecord,
  type PopulationRecord,
  type ProjectionRecord,
  type RecorderRecord,
  type StimulusRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { POPULATION_NAME, UNKNOWN_POPULATION } from "../errors.ts";
import { type ModelInput, plainModel } from "./plain-model.ts";
import type { PopulationInput, ProjectionDraft } from "./projection.ts";
import type { RecorderDraft } from "./record.ts";
import type { StimulusDraft } from "./stimuli.ts";

type AnyModel = NeuronRecord | SynapseRecord | PlasticityRecord;

/** A network in TypeScript: populations can be used in place of their names. */
export type NetworkDefinition = Omit<
  NetworkRecord,
  "format" | "version" | "models" | "projections" | "stimuli" | "record"
> & {
  readonly models?: Readonly<Record<string, ModelInput<AnyModel>>>;
  readonly projections?: readonly ProjectionDraft[];
  readonly stimuli?: readonly StimulusDraft[];
  readonly record?: readonly RecorderDraft[];
};

/** The fields that mark a network record are accepted too, so that a record can be passed again. */
const names: OptionNames<NetworkDefinition & Pick<NetworkRecord, "format" | "version">> = {
  $schema: true,
  format: true,
  version: true,
  name: true,
  about: true,
  cite: true,
  dt: true,
  duration: true,
  seed: true,
  trial: true,
  precision: true,
  tier: true,
  convention: true,
  space: true,
  models: true,
  populations: true,
  projections: true,
  stimuli: true,
  record: true,
  recordSynapses: true,
};

/** Create a network: plain data, equal to the content of a network file. */
export function network(definition: NetworkDefinition): NetworkRecord {
  checkOptionNames<object>(definition, names, "network");
  const { models, populations, projections, stimuli, record, ...head } = definition;
  const nameOf = populationNames(populations);
  const named = {
    ...(models && { models: plainModels(models) }),
    populations,
    ...(projections && {
      projections: projections.map((draft, k): ProjectionRecord => {
        const from = nameOf(draft.from, `projections[${k}].from`);
        return { ...draft, from, to: nameOf(draft.to, `projections[${k}].to`) };
      }),
    }),
    ...(stimuli && {
      stimuli: stimuli.map((draft, k): StimulusRecord => {
        return { ...draft, into: nameOf(draft.into, `stimuli[${k}].into`) };
      }),
    }),
    ...(record && {
      record: record.map((draft, k): RecorderRecord => {
        return { ...draft, population: nameOf(draft.population, `record[${k}].population`) };
      }),
    }),
  };
  return { format: "spikeloom-network", version: 1, ...head, ...named };
}

function populationNames(
  populations: Readonly<Record<string, PopulationRecord>>,
): (input: PopulationInput, place: string) => string {
  const names = new Map<PopulationRecord, string>();
  for (const [name, population] of Object.entries(populations)) {
    const other = names.get(population);
    if (other !== undefined) throw POPULATION_NAME({ place: `populations.${name}`, name, other });
    names.set(population, name);
  }
  const known = Object.keys(populations);
  return (input, place) => {
    if (typeof input !== "string") {
      const name = names.get(input);
      if (name !== undefined) return name;
      throw UNKNOWN_POPULATION({ place, name: "(given as a record)", known });
    }
    if (Object.hasOwn(populations, input)) return input;
    throw UNKNOWN_POPULATION({ place, name: input, known });
  };
}

function plainModels(
  models: Readonly<Record<string, ModelInput<AnyModel>>>,
): Readonly<Record<string, AnyModel>> {
  const entries = Object.entries(models).map(([name, model]) => [name, plainModel(model)]);
  return Object.fromEntries(entries) as Readonly<Record<string, AnyModel>>;
}
