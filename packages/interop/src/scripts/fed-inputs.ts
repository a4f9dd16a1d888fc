import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Chosen, chooseInput, chooseNeurons, resolvePopulation } from "@spikeloom/network";
import { type CurrentValue, currentStimulus } from "@spikeloom/program";

/** What one stimulus feeds an input with, in internal units. */
export interface Fed {
  readonly targets: Chosen;
  readonly value: CurrentValue;
}

/** An input of a population, and all stimuli that feed it. */
export interface FedInput {
  readonly unit: string;
  readonly fed: readonly Fed[];
}

/** Find what feeds the inputs of a population, by input; spikes of Poisson stimuli are none. */
export function fedInputs(
  network: NetworkRecord,
  name: string,
  { stack, seed, dt }: { readonly stack: Stack; readonly seed: number; readonly dt: number },
): ReadonlyMap<string, FedInput> {
  const found = new Map<string, FedInput>();
  if (!(network.stimuli ?? []).some(({ into, kind }) => into === name && kind !== "poisson")) {
    return found;
  }
  const { model, size } = resolvePopulation(network, name, {
    ...{ stack, seed, functions: hostFunctions, first: 1 },
  });
  for (const [index, record] of (network.stimuli ?? []).entries()) {
    const place = `stimuli[${index}]`;
    if (record.into !== name || record.kind === "poisson") continue;
    const input = chooseInput(model, record.input, place);
    const unit = model.inputs?.[input]?.unit ?? "1";
    const targets = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const value = currentStimulus(record, {
      ...{ place, index, dt, seed, targets, unit, populationSize: size },
      trial: network.trial ?? 0,
    });
    found.set(input, { unit, fed: [...(found.get(input)?.fed ?? []), { targets, value }] });
  }
  return found;
}
