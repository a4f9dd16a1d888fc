import type { RecorderRecord } from "@spikeloom/kernel";
import type { PopulationInput } from "./projection.ts";

/** A recorder whose population is not named yet; `network` names it. */
export type RecorderDraft = Omit<RecorderRecord, "population"> & {
  readonly population: PopulationInput;
};

/** Record spikes or variables of a population: `record(E, ["spikes", "v"])`. */
export function record(
  population: PopulationInput,
  variables: readonly string[] = ["spikes"],
  options: Omit<RecorderRecord, "population" | "variables"> = {},
): RecorderDraft {
  return { ...options, population, variables };
}
