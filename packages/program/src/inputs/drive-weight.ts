import type { NeuronRecord } from "@spikeloom/kernel";
import { STIMULUS_VALUE } from "../errors.ts";
import type { StimulusProgram } from "../network-program.ts";
import type { DriveStimulus } from "./drive-rate.ts";
import { targetValues } from "./target-values.ts";

/** Read the weight of a Poisson stimulus: one number, or one for each target. */
export function driveWeight(
  { weight: value }: DriveStimulus,
  { index, targets, port }: StimulusProgram,
  { population, seed, first }: DriveContext,
): number | Float64Array {
  const { size, model } = population;
  const unit = model.receptors?.[port]?.unit ?? "1";
  const place = `stimuli[${index}].weight`;
  const purpose = `stimulus/${index}/weight`;
  const weight = targetValues(value, { place, purpose, targets, size, unit, seed, first });
  const infinite =
    typeof weight === "number" ? (Number.isFinite(weight) ? -1 : 0) : weight.findIndex(isInfinite);
  if (infinite < 0) return weight;
  const got = `inf for neuron ${targets.neuron(infinite)}`;
  const message = "The weight of a Poisson stimulus is finite.";
  throw STIMULUS_VALUE({ place, message, expected: "a finite weight", got });
}

/** The population that is driven, and what draws are keyed by. */
interface DriveContext {
  readonly population: { readonly size: number; readonly model: NeuronRecord };
  readonly seed: number;
  /** Read it for so many targets alone, the first ones. */
  readonly first?: number | undefined;
}

function isInfinite(value: number): boolean {
  return !Number.isFinite(value);
}
