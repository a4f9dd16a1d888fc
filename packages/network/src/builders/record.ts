import { checkOptionNames, type OptionNames, type RecorderRecord } from "@spikeloom/kernel";
import type { PopulationInput } from "./projection.ts";

/** A recorder whose population is not named yet; `network` names it. */
export type RecorderDraft = Omit<RecorderRecord, "population"> & {
  readonly population: PopulationInput;
};

type RecordOptions = Omit<RecorderRecord, "population" | "variables">;

const names: OptionNames<RecordOptions> = { neurons: true, every: true, from: true, until: true };

/** Record spikes or variables of a population: `record(E, ["spikes", "v"])`. */
export function record(
  population: PopulationInput,
  variables: readonly string[] = ["spikes"],
  options: RecordOptions = {},
): RecorderDraft {
  checkOptionNames(options, names, "record");
  return { ...options, population, variables };
}
