import type { BackendBatch, BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it, vi } from "vitest";
import { clock } from "../src/index.ts";
import { networks } from "./checkpoint-networks.ts";
import { busy, type Network, stack } from "./simulate.ts";

// Each test starts two threads, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const backend = clock();
const asked = { stack, backend, for: "40 ms" };
/** The same backend, which expects each copy to take long, so that threads are started. */
const threaded: BackendRecord = {
  ...backend,
  prepareBatch: async (request) =>
    (await backend.prepareBatch?.({ ...request, seconds: 10 })) as BackendBatch,
};

function record(network: Network): NetworkRecord {
  return { format: "spikeloom-network", version: 1, ...network };
}

/** Among them plastic synapses, and some that are added and removed. */
const chosen = ["a ring of sums", "a rule that waits", "synapses that come and go"].map(
  (name) => [name, networks[name] as Network] as const,
);

describe("a batch on the clock", () => {
  it.each([["busy", busy] as const, ...chosen])(
    "gives each copy of %s the result of its own run, here and in two threads",
    async (_, network) => {
      const one = record(network);
      const seeds = [3, 4, 5];
      const own = await Promise.all(seeds.map((seed) => run(one, { ...asked, seed })));
      for (const [on, workers] of [
        [backend, 1],
        [backend, 2],
        [threaded, 2],
      ] as const) {
        const results = await run(one, { ...asked, backend: on, seed: 3, batch: 3, workers });
        for (const [k, { spikeHash, recordings, spikeCounts }] of results.entries()) {
          expect(spikeHash).toBe(own[k]?.spikeHash);
          expect(spikeCounts).toEqual(own[k]?.spikeCounts);
          expect(recordings).toEqual(own[k]?.recordings);
        }
        expect(results.map(({ copy }) => copy.seed)).toEqual(seeds);
      }
    },
  );

  it("names the copy whose sink fails, and ends its threads", async () => {
    const sink = ({ index }: { readonly index: number }) => ({
      spikes() {
        if (index === 1) throw new Error("full");
      },
      samples: () => undefined,
    });
    const failing = run(record(busy), {
      ...asked,
      backend: threaded,
      seed: 3,
      batch: 3,
      workers: 2,
      sink,
    });
    await expect(failing).rejects.toThrow("copy 1 (seed 4): full");
  });
});
