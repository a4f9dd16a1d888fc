import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { findModel } from "@spikeloom/network";
import { simulate } from "@spikeloom/simulate";

/** What is left of a run. */
export interface Outcome {
  readonly spikeHash: string;
  readonly spikeCounts: Readonly<Record<string, number>>;
  /** Final state of all neurons: `population.variable`. */
  readonly state: Readonly<Record<string, Float64Array>>;
}

/** What a network is run with. */
export interface OutcomeOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly duration: string;
  readonly seed?: number;
  /** Whether a run goes on where a value is no longer finite. */
  readonly goesOn?: boolean;
}

/** Run a network and tell what is left; a value that is not finite ends it with its code, unless it goes on. */
export async function outcomeOf(
  network: NetworkRecord,
  { stack, backend, duration, seed = 1, goesOn = false }: OutcomeOptions,
): Promise<Outcome> {
  const simulated = await simulate(network, {
    ...{ stack, backend, seed },
    onDivergence: goesOn ? "warn" : "stop",
  });
  try {
    await simulated.advance(duration);
    const { spikeHash, spikeCounts } = await simulated.result();
    const state: Record<string, Float64Array> = {};
    for (const [name, { model }] of Object.entries(network.populations)) {
      const place = `populations.${name}`;
      const record = findModel("neuron", model, { network, stack, place }).model;
      for (const variable of Object.keys(record.state ?? {})) {
        state[`${name}.${variable}`] = (await simulated.state(name, variable)).values;
      }
    }
    return { spikeHash, spikeCounts, state };
  } finally {
    await simulated.close();
  }
}

/** Print the number and the digits of the spikes of a run. */
export function spikesOf({ spikeHash, spikeCounts }: Outcome): string {
  return `${Object.values(spikeCounts).reduce((sum, one) => sum + one, 0)} ${spikeHash}`;
}
