import type { NetworkRecord } from "@spikeloom/kernel";
import { type BatchCopy, type BatchResult, run } from "@spikeloom/simulate";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { type Gpu, webgpu } from "../src/index.ts";
import { busyNetwork, delayedNetwork, plasticNetwork, proceduralNetwork } from "./networks.ts";

const backend = webgpu({ processor: "cpu" });
const duration = { for: "30 ms" };

/** Compare each copy of a batch with its own run, bit for bit; returns the notes of each copy. */
async function expectOwnRuns(
  network: NetworkRecord,
  batch: readonly BatchCopy[],
  options: object = {},
): Promise<readonly (readonly string[])[]> {
  const asked = { stack, backend, ...duration, ...options };
  const results = await run(network, { ...asked, batch });
  expect(results).toHaveLength(batch.length);
  for (const { copy, spikeHash, spikeCounts, recordings, synapseRecordings } of results) {
    const { seed, trial, parameters } = copy;
    const [alone] = await run(network, { ...asked, batch: [{ seed, trial, parameters }] });
    expect({ spikeHash, spikeCounts }).toEqual({
      spikeHash: alone?.spikeHash,
      spikeCounts: alone?.spikeCounts,
    });
    expect(recordings).toEqual(alone?.recordings);
    expect(synapseRecordings).toEqual(alone?.synapseRecordings);
  }
  expect(new Set(results.map(({ spikeHash }) => spikeHash)).size).toBe(batch.length);
  return results.map(({ summary }) => summary.notes ?? []);
}

const seeds = [{ seed: 1 }, { seed: 2 }, { seed: 3 }];
const trials = [1, 2, 3].map((trial) => ({ seed: 7, trial }));
const together = (count: number, rows: string): string =>
  `computed together: ${count} copies, ${rows}`;
const shared = "which share their synapses";
const own = "each with its own synapses";

/** Weights within the bounds of all rules. */
const small = { weight: { draw: "uniform", low: "0.1 pA", high: "0.4 pA" } };

/** Sampled potentials and spikes of a network. */
function recorded(network: NetworkRecord): NetworkRecord {
  const record = [
    { population: "e", variables: ["spikes"] },
    { population: "e", variables: ["v"], every: "0.7 ms", neurons: { from: 2, until: 9 } },
  ];
  return { ...network, record } as NetworkRecord;
}

describe("copies that are computed together", () => {
  it.each([
    ["currents and Poisson input", busyNetwork],
    ["drawn delays", recorded(delayedNetwork)],
    ["sources that draw their spikes", { ...plasticNetwork("stdp-pair"), recordSynapses: [] }],
  ])("have the bits of their own runs: %s", async (_, network) => {
    const { projections = [] } = network;
    const fixed = projections.map(({ plasticity: _, ...one }) => one);
    const notes = await expectOwnRuns({ ...network, projections: fixed }, seeds);
    for (const one of notes) expect(one).toContain(together(seeds.length, own));
  });

  it("share synapses if only what is drawn in a run differs", async () => {
    const notes = await expectOwnRuns(busyNetwork, trials);
    for (const one of notes) expect(one).toContain(together(trials.length, shared));
  });

  it("share rows that the processor draws, and otherwise draw their own alone", async () => {
    // At a coarse scale, drawn weights have few units.
    const coarse = { backendOptions: { scale: 5 } };
    for (const one of await expectOwnRuns(proceduralNetwork, trials, coarse)) {
      expect(one).toContain(together(trials.length, shared));
    }
    for (const one of await expectOwnRuns(proceduralNetwork, seeds, coarse)) {
      expect(one.join()).not.toContain("computed together");
    }
  });

  it("share synapses where inputs and initial values differ", async () => {
    const batch = [
      {},
      { parameters: { "stimuli[2].rate": "8.01 Hz" } },
      { parameters: { "stimuli[0].values": ["350 pA", "400 pA"] } },
      { parameters: { "populations.e.initial.v": "-55 mV" } },
    ];
    for (const one of await expectOwnRuns(busyNetwork, batch)) {
      expect(one).toContain(together(4, shared));
    }
  });

  it("have their own synapses where weights, or the scales of sums, differ", async () => {
    for (const parameters of [
      { "projections[1].weight": "-70 pA" },
      { "stimuli[2].rate": "80 Hz" },
    ]) {
      for (const one of await expectOwnRuns(busyNetwork, [{}, { parameters }])) {
        expect(one).toContain(together(2, own));
      }
    }
  });

  it("are computed one after another where the code of a step differs", async () => {
    const batch = [{}, { parameters: { "populations.e.parameters.tau_m": "13 ms" } }, { seed: 4 }];
    const [first, second, third] = await expectOwnRuns(busyNetwork, batch);
    expect(first).toContain(together(2, own));
    expect(second?.join()).not.toContain("computed together");
    expect(third).toContain(together(2, own));
  });

  it.each([
    ["pairs", plasticNetwork("stdp-pair")],
    ["potentials of targets", plasticNetwork("clopath", small)],
    ["two lags", plasticNetwork("stdp-triplet", { ...small, dendritic: 0.5 })],
    [
      "short-term dynamics",
      // Sums of a synapse without bounds are chosen for its largest initial weight.
      plasticNetwork("stdp-pair", {
        weight: "90 pA",
        plasticity: undefined,
        synapse: "tsodyks-markram",
      }),
    ],
  ])("include synapses with state: %s", async (_, network) => {
    // Neither population is a multiple of four neurons, which share a word of counts.
    const { populations } = network;
    const odd = {
      ...network,
      populations: { s: { ...populations["s"], size: 39 }, e: { ...populations["e"], size: 30 } },
      stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["500 pA"] }],
    } as never as NetworkRecord;
    for (const batch of [seeds.slice(0, 3), trials]) {
      const backendOptions = { piece: 4096 };
      for (const notes of await expectOwnRuns(odd, batch, { backendOptions })) {
        expect(notes.join()).toContain(`computed together: ${batch.length} copies`);
      }
    }
  });

  it.each([
    ["draws", { plasticity: undefined, synapse: "stochastic-tsodyks-markram" }],
    ["third factors", { ...small, plasticity: "stdp-dopamine" }],
  ])("are computed one after another where rules have %s", async (_, more) => {
    const network = plasticNetwork("stdp-pair", more);
    for (const notes of await expectOwnRuns(network, seeds.slice(0, 2))) {
      expect(notes.join()).not.toContain("computed together");
    }
  });

  it("do not depend on the sizes of submissions and pieces, or on how many run at once", async () => {
    const batch = [...seeds, { seed: 4 }];
    const notes = await expectOwnRuns(recorded(delayedNetwork), batch, {
      backendOptions: { window: 7, piece: 4096 },
      workers: 2,
    });
    expect(notes.filter((one) => one.includes(together(2, own)))).toHaveLength(4);
  });

  it("go on if one of them diverges", async () => {
    const batch = [
      { seed: 1 },
      { seed: 1, parameters: { "stimuli[0].values": ["-1e39 pA", "450 pA"] } },
      { seed: 2 },
    ];
    const results = await run(busyNetwork, { stack, backend, ...duration, batch });
    expect(results.map(({ diverged }) => diverged !== undefined)).toEqual([false, true, false]);
    for (const { copy, spikeHash } of [results[0], results[2]] as BatchResult[]) {
      const alone = await run(busyNetwork, { stack, backend, ...duration, seed: copy.seed });
      expect(spikeHash).toBe(alone.spikeHash);
    }
  });

  it("end with an error that names the copy whose step fails", async () => {
    const stimuli = [
      { kind: "poisson", into: "e", weight: "1 mV", rate: { formula: "1*Hz * exp((t/ms)*4)" } },
    ];
    const populations = { e: { model: "lif-delta", size: 2 } };
    const network = { ...busyNetwork, populations, projections: [], stimuli, record: [] };
    const calm = { parameters: { "stimuli[0].rate": "10 Hz" } };
    const options = { stack, backend, for: "10 ms", batch: [calm, {}] };
    await expect(run(network as NetworkRecord, options)).rejects.toMatchObject({
      code: "SL_DRIVE_RATE",
      place: expect.stringContaining("copy 1"),
    });
  });

  it("are divided where they exceed a limit of the processor", async () => {
    let opened = 0;
    const gpu: Gpu = {
      requestAdapter: async () => ({
        limits: { maxStorageBufferBindingSize: 2 ** 19, maxBufferSize: 2 ** 19 },
        requestDevice: () => {
          opened++;
          return Promise.reject(new Error("not reached"));
        },
      }),
    };
    const options = { stack, backend: webgpu({ gpu }), ...duration, batch: 32 };
    const network = { ...busyNetwork, record: [] };
    await expect(run(network, options)).rejects.toMatchObject({ code: "SL_GPU_COMMAND" });
    // The sums of 32 copies exceed 2^19 bytes.
    expect(opened).toBe(2);
  });
});
