import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { type BatchProgress, type BatchResult, run } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const backend = regularBackend();
const network = metronomes({ seed: 4 });
const asked = { stack, backend };

async function errorOf(attempt: Promise<unknown>): Promise<SpikeLoomError & { results?: unknown }> {
  const error: unknown = await attempt.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (error instanceof SpikeLoomError) return error;
  throw new Error(`no coded error: ${String(error)}`);
}

describe("a batch", () => {
  it("returns labelled results in order, the first with the network's own seed", async () => {
    const results = await run(network, { ...asked, batch: 3 });
    expect(results.map(({ copy }) => copy)).toEqual([
      { index: 0, seed: 4, trial: 0, parameters: {} },
      { index: 1, seed: 5, trial: 0, parameters: {} },
      { index: 2, seed: 6, trial: 0, parameters: {} },
    ]);
    const alone = await run(network, asked);
    expect(results[0]?.spikeHash).toBe(alone.spikeHash);
    expect(results.map(({ provenance }) => provenance.seed)).toEqual([4, 5, 6]);
    expect(results[0]?.recordings).toEqual(alone.recordings);
  });

  it("sets the seed, trial and parameters of each copy", async () => {
    const parameters = { "populations.A.size": 5, "populations.B.parameters.tau": "7 ms" };
    const results = await run(network, {
      ...asked,
      batch: [{}, { seed: 9, trial: 2, parameters }],
    });
    expect(results.map(({ copy }) => copy)).toEqual([
      { index: 0, seed: 4, trial: 0, parameters: {} },
      { index: 1, seed: 9, trial: 2, parameters },
    ]);
    expect(results.map((one) => one.network.populations["A"]?.size)).toEqual([3, 5]);
    expect(results[1]?.network.trial).toBe(2);
  });

  it("gives each copy its own sink, and passes on each result", async () => {
    const rows = new Map<number, number>();
    const passed: number[] = [];
    await run(network, {
      ...asked,
      batch: 2,
      sink: ({ seed }) => ({
        spikes: ({ steps }) => void rows.set(seed, (rows.get(seed) ?? 0) + steps.length),
        samples: () => undefined,
      }),
      onResult: ({ copy, recordings }) => {
        expect(recordings).toEqual([]);
        passed.push(copy.index);
      },
    });
    expect([...rows.keys()]).toEqual([4, 5]);
    expect(rows.get(4)).toBe(rows.get(5));
    expect(passed).toEqual([0, 1]);
  });

  it("reports progress over all copies", async () => {
    const seen: BatchProgress[] = [];
    await run(network, { ...asked, batch: 4, onProgress: (one) => seen.push(one) });
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ done: 4, copies: 4, fraction: 1, secondsLeft: 0 });
  });

  it("names the copy that fails, stops the others and keeps completed results", async () => {
    const failing = (spikes: () => void) => ({ spikes, samples: () => undefined });
    const sink = ({ index }: { readonly index: number }) =>
      failing(() => {
        if (index === 1) throw new SpikeLoomError("SL_X", { message: "No.", place: "there" });
      });
    const error = await errorOf(run(network, { ...asked, batch: 3, sink }));
    expect(error).toMatchObject({ code: "SL_X", place: "copy 1 (seed 5), there" });
    const results = error.results as readonly BatchResult[];
    expect(results.map(({ copy }) => copy.index)).toEqual([0]);
    expect(Object.keys(error)).not.toContain("results");
  });

  it("refuses all copies that would be refused, before the first begins", async () => {
    const chunks: number[] = [];
    const copies = [-1, 3, -2].map((size) => ({ parameters: { "populations.A.size": size } }));
    const options = { stack, backend: regularBackend({ chunks }), batch: copies };
    const error = await errorOf(run(network, options));
    expect([error, ...error.others].map(({ place }) => place?.split(",")[0])).toEqual([
      "copy 0 (seed 4)",
      "copy 2 (seed 4)",
    ]);
    const wrong = await errorOf(
      run(network, { ...options, batch: [{}, { parameters: { "populations.C.size": 3 } }] }),
    );
    expect(wrong).toMatchObject({ code: "SL_NETWORK_PATH" });
    expect(wrong.place).toBe("copy 1 (seed 4), populations.C.size");
    expect(chunks).toEqual([]);
  });

  it.each([0, 1.5, -1, Number.NaN])("refuses %s copies", async (batch) => {
    expect(await errorOf(run(network, { ...asked, batch }))).toMatchObject({ code: "SL_BATCH" });
  });

  it("refuses unknown fields and options of a single run", async () => {
    const batch = [{ sead: 3 } as object];
    expect(await errorOf(run(network, { ...asked, batch }))).toMatchObject({ code: "SL_BATCH" });
    const from = { ...asked, batch: 2, from: undefined };
    expect(await errorOf(run(network, from))).toMatchObject({ code: "SL_OPTION" });
  });

  it("returns what a signal leaves: completed copies and the interrupted one", async () => {
    const stop = new AbortController();
    const results = await run(network, {
      stack,
      backend: regularBackend({ stepTime: 1 }),
      batch: 4,
      signal: stop.signal,
      onProgress: ({ done, fraction }) => {
        if (done === 1 && fraction > 0.25) stop.abort();
      },
    });
    expect(results.map(({ copy, interrupted }) => [copy.index, interrupted])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it("fails if a signal ends it before the first copy has begun", async () => {
    const options = { ...asked, batch: 2, signal: AbortSignal.abort("SIGTERM") };
    const error = await errorOf(run(network, options));
    expect(error).toMatchObject({ code: "SL_RUN_STOPPED", got: "SIGTERM" });
  });
});

describe("a batch on a backend that shares resources", () => {
  function sharing(atOnce: number) {
    const seen = { open: 0, most: 0, prepared: 0, closed: 0, copies: 0 };
    const closed = (): void => {
      seen.open -= 1;
    };
    const inner = regularBackend({ closed });
    const shared = {
      ...inner,
      prepareBatch: async ({ copies }: { readonly copies: number }) => {
        seen.copies = copies;
        return {
          atOnce,
          prepare: async (...given: Parameters<typeof inner.prepare>) => {
            seen.open += 1;
            seen.prepared += 1;
            seen.most = Math.max(seen.most, seen.open);
            return await inner.prepare(...given);
          },
          close() {
            seen.closed += 1;
          },
        };
      },
    };
    return { seen, backend: shared };
  }

  it("runs as many copies at once as the backend can", async () => {
    const { seen, backend: shared } = sharing(3);
    const results = await run(network, { stack, backend: shared, batch: 7 });
    expect(results).toHaveLength(7);
    expect(seen).toEqual({ open: 0, most: 3, prepared: 7, closed: 1, copies: 7 });
  });

  it("closes them if a copy fails", async () => {
    const { seen, backend: shared } = sharing(2);
    const sink = () => ({
      spikes() {
        throw new Error("full");
      },
      samples: () => undefined,
    });
    await expect(run(network, { stack, backend: shared, batch: 5, sink })).rejects.toThrow(
      "copy 0 (seed 4): full",
    );
    expect(seen).toMatchObject({ open: 0, closed: 1 });
    expect(seen.prepared).toBeLessThanOrEqual(2);
  });

  it.each([
    // The bounds are far above the real use of the process, whose guard would end the run otherwise.
    [1, 100, 4],
    [1, 2.5, 2],
    [1, 3.2, 3],
    [0, 1, 4],
  ])(
    "with copies of %d TB and a limit of %d TB, runs %d copies at once",
    async (size, limit, most) => {
      const { seen, backend: shared } = sharing(4);
      const estimate = (...given: Parameters<typeof shared.estimate>) => {
        return { ...shared.estimate(...given), bytes: 1e12 * size };
      };
      const own = { ...shared, estimate };
      const asked = { stack, backend: own, batch: 6, memory: 1e12 * limit, keep: false };
      expect(await run(network, asked)).toHaveLength(6);
      expect(seen).toMatchObject({ most, prepared: 6 });
    },
  );

  it("refuses copies whose results do not fit into memory together", async () => {
    const { backend: shared } = sharing(4);
    const bytes = 1e6;
    const own = {
      ...shared,
      estimate: (...given: Parameters<typeof shared.estimate>) => {
        const [, , { holdsRecords }] = given;
        return { ...shared.estimate(...given), bytes: holdsRecords ? 1.1 * bytes : bytes };
      },
    };
    const sized = (memory: number) => run(network, { stack, backend: own, batch: 6, memory });
    expect(await errorOf(sized(0.9 * bytes))).toMatchObject({ code: "SL_MEMORY" });
    expect(await errorOf(sized(1.2 * bytes))).toMatchObject({ code: "SL_BATCH_MEMORY" });
  });
});
