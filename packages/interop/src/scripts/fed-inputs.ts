import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConventionRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Chosen, resolveConvention, resolvePopulation } from "@spikeloom/network";
import { type CurrentValue, currentValue, heldValue, lowerStimulus } from "@spikeloom/program";

/** Values that one stimulus feeds to an input in each step of a run, in internal units. */
export interface Fed {
  readonly targets: Chosen;
  readonly value: CurrentValue;
}

/** An input of a population, and all stimuli that feed it. */
export interface FedInput {
  readonly unit: string;
  readonly fed: readonly Fed[];
}

/** Find the stimuli of a population's inputs, by input; spikes of Poisson stimuli are not included. */
export function fedInputs(
  network: NetworkRecord,
  name: string,
  { stack, seed, dt }: { readonly stack: Stack; readonly seed: number; readonly dt: number },
): ReadonlyMap<string, FedInput> {
  const found = new Map<string, FedInput>();
  if (!(network.stimuli ?? []).some(({ into, kind }) => into === name && kind !== "poisson")) {
    return found;
  }
  const functions = hostFunctions;
  const resolved = resolvePopulation(network, name, { stack, seed, functions, first: 1 });
  const population = { ...resolved, name };
  const convention = resolveConvention(network.convention);
  for (const [index, record] of (network.stimuli ?? []).entries()) {
    if (record.into !== name || record.kind === "poisson") continue;
    const stimulus = lowerStimulus(record, { index, population, dt, seed });
    if (stimulus.kind !== "current") continue;
    const { port: input, targets } = stimulus;
    const unit = resolved.model.inputs?.[input]?.unit ?? "1";
    const given = currentValue(stimulus, { dt, seed, trial: network.trial ?? 0 });
    const value = heldValue(given, convention);
    found.set(input, { unit, fed: [...(found.get(input)?.fed ?? []), { targets, value }] });
  }
  return found;
}
