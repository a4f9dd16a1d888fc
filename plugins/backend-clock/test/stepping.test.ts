import type { NetworkRecord } from "@spikeloom/kernel";
import { readCheckpoint, run, type Simulated, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { clock } from "../src/index.ts";
import { networks, open } from "./checkpoint-networks.ts";
import { type Network, stack } from "./simulate.ts";

const recordOf = (network: Network): NetworkRecord => ({
  format: "spikeloom-network",
  version: 1,
  ...network,
});
const backend = clock();

/** Change a network as an experiment would. */
async function act(sim: Simulated, trials: number): Promise<void> {
  for (let k = 0; k < trials; k++) {
    await sim.setInput("e", `${0.1 * k} nA`);
    await sim.sendSpikes("p", [k, 0]);
    if (sim.spikes("e").steps.length % 2 === 0) await sim.trigger("first", "reward");
    await sim.setModulator("first", "told", k);
    await sim.advance("7 ms");
  }
}

const hashOf = async (sim: Simulated): Promise<string> => (await sim.result()).spikeHash;

describe("a network that is simulated step by step", () => {
  it("can be forked, saved and restored", async () => {
    const sim = await simulate(recordOf(open), { stack, backend, seed: 9 });
    await act(sim, 3);
    const bytes = await sim.save();
    const fork = await sim.fork();
    await act(sim, 3);
    await act(fork, 3);
    const hash = await hashOf(sim);
    expect(await hashOf(fork)).toBe(hash);
    expect(await fork.synapses("first", "c")).toEqual(await sim.synapses("first", "c"));
    await sim.advance("5 ms");
    await sim.restore(bytes);
    expect(sim.time).toBe(21);
    await act(sim, 3);
    expect(await hashOf(sim)).toBe(hash);
    await Promise.all([sim.close(), fork.close()]);
  });
});

describe("a run with checkpoints", () => {
  it("resumes from each with the same end, including snapshots of synapses", async () => {
    const network: NetworkRecord = {
      ...recordOf(networks["a rule that waits"] as Network),
      recordSynapses: [{ projection: "first", every: "13 ms" }],
    };
    const options = { stack, backend, seed: 9, for: "100 ms" };
    const files: Uint8Array<ArrayBuffer>[] = [];
    const write = (bytes: Uint8Array<ArrayBuffer>): void => void files.push(bytes);
    const whole = await run(network, { ...options, checkpoint: { every: "30 ms", write } });
    expect(files).toHaveLength(4);
    const plain = await run(network, options);
    expect(plain.spikeHash).toBe(whole.spikeHash);
    for (const file of files.slice(0, 3)) {
      const rest = await run(network, { ...options, from: await readCheckpoint(file) });
      expect(rest.spikeHash).toBe(whole.spikeHash);
      const last = (result: typeof whole) =>
        result.synapseRecordings[0]?.sets.at(-1)?.snapshots.get("weight")?.values.slice(-222);
      expect(last(rest)).toEqual(last(whole));
    }
  });
});
