import { createHash, type Hash } from "node:crypto";
import { clock } from "@spikeloom/backend-clock";
import type { NetworkRecord, SimulationSummary } from "@spikeloom/kernel";
import { findModel, projectionNames, synapseVariables } from "@spikeloom/network";
import { estimateNetwork, type Simulated, simulate } from "@spikeloom/simulate";
import { type UnchangedCase, unchangedStack } from "./cases.ts";

/** Outcome of a run: number of spikes, their hash, and the hash of all state at the end. */
export interface Outcome {
  readonly spikes: number;
  readonly hash: string;
  readonly state: string;
  /** Representation of the network: as reported by the run, and as estimated. */
  readonly kept: readonly [done: Kept, estimated: Kept];
}

/** Shards, and for each source how its static synapses reach their targets. */
type Kept = Readonly<Record<string, readonly string[]>>;

/** Run a case on one shard and return its outcome. */
export async function outcomeOf({ network, duration, precision }: UnchangedCase): Promise<Outcome> {
  const asked = { stack: unchangedStack, backend: clock(), precision, workers: 1 };
  const simulated = await simulate(network, {
    ...asked,
    seed: 1,
    keep: false,
    onDivergence: "warn",
  });
  try {
    await simulated.advance(duration);
    const { spikeCounts, spikeHash, summary } = await simulated.result();
    const spikes = Object.values(spikeCounts).reduce((sum, count) => sum + count, 0);
    const kept = [keptBy(summary), estimated(simulated.network, asked)] as const;
    return { spikes, hash: spikeHash, state: await stateDigits(simulated), kept };
  } finally {
    await simulated.close();
  }
}

function keptBy({ notes }: SimulationSummary): Kept {
  const form =
    /^synapses of (.*): \d+, \d+ delays, .* delivered (through a ring|segment by segment)/;
  const groups = notes.map((note) => form.exec(note) ?? []);
  const shards = /(\d+) shards/.exec(notes.join("\n"))?.[1] ?? "";
  const kinds = groups.flatMap(([, source = "", how = ""]) =>
    how === "" ? [] : [[source, how.includes("ring") ? "ring" : "segments"] as const],
  );
  return sorted([["shards", shards], ...kinds]);
}

function estimated(
  network: NetworkRecord,
  asked: Omit<Parameters<typeof estimateNetwork>[1], "revisable">,
): Kept {
  const { notes, projections } = estimateNetwork(network, asked);
  const shards = parseInt(new Map(notes).get("shards") ?? "", 10);
  const kinds = projections.flatMap(({ reason }, k) => {
    const kind = /^(ring|segments)/.exec(reason)?.[1];
    const { from = "" } = network.projections?.[k] ?? {};
    return kind === undefined ? [] : [[from, kind] as const];
  });
  return sorted([["shards", String(shards)], ...kinds]);
}

function sorted(found: readonly (readonly [string, string])[]): Kept {
  const groups = Object.groupBy(found, ([of]) => of);
  return Object.fromEntries(
    Object.entries(groups).map(([of, some = []]) => [
      of,
      [...new Set(some.map(([, value]) => value))].sort(),
    ]),
  );
}

/** Hash of 16 digits over every state variable of neurons and, if synapses have their own, of synapses. */
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
  // NaN has many bit patterns; unset values of a variable are one of them.
  hash.update(Float64Array.from(values, (value) => (Number.isNaN(value) ? Number.NaN : value)));
}

/** Entry of a case in the table: number of spikes, their hash, hash of the state. */
export function tableEntry({ spikes, hash, state }: Outcome): string {
  return `${spikes} ${hash} ${state}`;
}
