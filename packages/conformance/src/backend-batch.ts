import type { BackendRecord, BatchRequest } from "@spikeloom/kernel";
import { type BatchCopy, run } from "@spikeloom/simulate";
import type { Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { drawnNetworks } from "./try-networks.ts";

/** Requirements for the copies of a batch: each has the result of its own run, bit for bit. */
export function batchClaims(task: Task): readonly Claim[] {
  return drawnNetworks.flatMap(([what, network]) => {
    const claim = claimOn(task, network);
    const { backend } = task;
    // A backend that starts threads only for long copies expects these to be long.
    const long = backend.prepareBatch === undefined ? [] : [expectingLong(backend)];
    const ways = [
      ["as it chooses", backend] as const,
      ...long.map((own) => ["at once", own] as const),
    ];
    return ways.map(([how, own]) =>
      claim(`gives each copy of a batch its own result, ${how}: ${what}`, async ({ same }) => {
        const { stack } = task;
        const asked = { stack, for: "20 ms" };
        const copies: readonly BatchCopy[] = [
          { seed: 3 },
          { seed: 4 },
          { seed: 3, trial: 1 },
          { seed: 3, parameters: { dt: "0.2 ms" } },
        ];
        const results = await run(network, { ...asked, backend: own, batch: copies, workers: 2 });
        for (const { copy, spikeHash, spikeCounts, recordings } of results) {
          const { seed, trial, index, parameters } = copy;
          const { dt = "0.1 ms" } = parameters;
          const single = { ...asked, backend, seed, trial, dt: String(dt) };
          const alone = await run(network, single);
          same(`the digest of the spikes of copy ${index}`, spikeHash, alone.spikeHash);
          same(`the spike counts of copy ${index}`, spikeCounts, alone.spikeCounts);
          same(`the recordings of copy ${index}`, recordings, alone.recordings);
        }
        const labels = results.map(({ copy }) => [copy.seed, copy.trial]);
        same("the seeds and trials of the copies", labels, [
          [3, 0],
          [4, 0],
          [3, 1],
          [3, 0],
        ]);
      }),
    );
  });
}

/** Let a backend expect that each copy of a batch takes 10 s. */
function expectingLong(backend: BackendRecord): BackendRecord {
  return {
    ...backend,
    prepareBatch: async (request: BatchRequest) => {
      const batch = await backend.prepareBatch?.({ ...request, seconds: 10 });
      if (batch === undefined) throw new Error("The backend has batches.");
      return batch;
    },
  };
}
