import { createHash, type Hash } from "node:crypto";
import { clock } from "@spikeloom/backend-clock";
import { findModel, projectionNames, synapseVariables } from "@spikeloom/network";
import { type Simulated, simulate } from "@spikeloom/simulate";
import { type UnchangedCase, unchangedStack } from "./cases.ts";

/** What is left of a run: how many spikes, their digits, and the digits of all that has a state at the end. */
export interface Outcome {
  readonly spikes: number;
  readonly hash: string;
  readonly state: string;
}

/** Run a case on one shard and tell what is left. */
export async function outcomeOf({ network, duration, precision }: UnchangedCase): Promise<Outcome> {
  const simulated = await simulate(network, {
    ...{ stack: unchangedStack, backend: clock(), seed: 1, precision, shards: 1, workers: 1 },
    ...{ keep: false, onDivergence: "warn" },
  });
  try {
    await simulated.advance(duration);
    const { spikeCounts, spikeHash } = await simulated.result();
    const spikes = Object.values(spikeCounts).reduce((sum, count) => sum + count, 0);
    return { spikes, hash: spikeHash, state: await stateDigits(simulated) };
  } finally {
    await simulated.close();
  }
}

/** Sixteen digits over every state variable of neurons and, where a synapse has its own, of synapses. */
async function stateDigits(simulated: Simulated): Promise<string> {
  const hash = createHash("sha256");
  const { network } = simulated;
  for (const [name, { model }] of Object.entries(network.populations)) {
    const where = { network, stack: unchangedStack, place: `populations.${name}` };
    for (const variable of Object.keys(findModel("neuron", model, where).model.state ?? {})) {
      add(hash, `${name}.${variable}`, (await simulated.state(name, variable)).values);
    }
  }
  for (const [index, name] of projectionNames(network).entries()) {
    const record = network.projections?.[index];
    // The weights of other projections are drawn once and stay.
    if (record?.synapse === undefined && record?.plasticity === undefined) continue;
    for (const variable of synapseVariables(network, index, unchangedStack).keys()) {
      add(hash, `${name}.${variable}`, (await simulated.synapses(name, variable)).values);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function add(hash: Hash, name: string, values: Float64Array): void {
  hash.update(name);
  // NaN has many bits; the values of a variable that nothing has set are one of them.
  hash.update(Float64Array.from(values, (value) => (Number.isNaN(value) ? Number.NaN : value)));
}

/** What the table has of a case: spikes, their digits, the digits of the state. */
export function tableEntry({ spikes, hash, state }: Outcome): string {
  return `${spikes} ${hash} ${state}`;
}
