import { type BackendRecord, defineBackend, type EstimatedTime } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { autoBackend, checkRun, estimateNetwork, RUN_LENGTH_MISSING, run } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

/** A backend that estimates a time. */
function timed(
  name: string,
  perSecond: number | undefined,
  more: Partial<BackendRecord> = {},
): BackendRecord {
  const seconds: EstimatedTime | undefined =
    perSecond === undefined ? undefined : { perSecond, reason: `as ${name} does` };
  return defineBackend({
    ...regularBackend(),
    name,
    estimate: (program) => ({
      ...plainEstimate(program),
      ...(seconds && { seconds }),
    }),
    ...more,
  });
}

const network = metronomes();

async function chosen(backends: readonly BackendRecord[], options = {}) {
  const { summary } = await run(network, { stack, backend: autoBackend(backends), ...options });
  return summary.notes.find((note) => note.startsWith("backend: "));
}

describe("autoBackend", () => {
  it("runs a network on the backend with the least estimated time, and states the reason", async () => {
    const note = await chosen([timed("slow", 2), timed("fast", 0.25), timed("unknown", undefined)]);
    expect(note).toBe(
      "backend: fast: fast takes about 0.25 s per simulated second (as fast does); " +
        "slow takes about 2 s per simulated second (as slow does); unknown estimates no time",
    );
  });

  it("gives the results of the chosen backend", async () => {
    const fast = timed("fast", 0.25);
    const [expected, got] = await Promise.all(
      [fast, autoBackend([timed("slow", 2), fast])].map((backend) =>
        run(network, { stack, backend }),
      ),
    );
    expect(got?.spikeHash).toBe(expected?.spikeHash);
    expect(got?.recordings).toEqual(expected?.recordings);
  });

  it("adds the reason to its estimate", () => {
    const backend = autoBackend([timed("slow", 2), timed("fast", 0.25)]);
    const { notes, seconds } = estimateNetwork(network, { stack, backend });
    expect(notes[0]?.[0]).toBe("backend");
    expect(notes[0]?.[1]).toMatch(/^fast: fast takes about 0.25 s/);
    expect(seconds?.perSecond).toBe(0.25);
  });

  it("takes a slower backend if the fastest cannot run the network", async () => {
    const refused = timed("refused", 0.2, { check: () => [new Error("never") as never] });
    expect(await chosen([refused, timed("slow", 2)])).toMatch(/^backend: slow, the only/);
  });

  it("takes a backend that has the given options", async () => {
    const threaded = timed("threaded", 2, {
      options: { workers: { about: "threads", type: "integer", least: 1, default: 1 } },
    });
    const backends = [threaded, timed("fast", 0.25)];
    expect(await chosen(backends)).toMatch(/^backend: fast/);
    expect(await chosen(backends, { workers: 2 })).toMatch(/^backend: threaded, the only/);
  });

  it("reports the errors of a network that no backend can run", () => {
    const fault = RUN_LENGTH_MISSING({ place: "somewhere" });
    const backend = autoBackend([timed("first", 1, { check: () => [fault] })]);
    expect(checkRun(network, { stack, backend })).toEqual([fault]);
  });

  it("refuses options of which no backend has all", async () => {
    const option = { about: "a number", type: "integer" } as const;
    const [one, other] = ["one", "other"].map((name) =>
      timed(name, 1, { options: { [name]: option } }),
    );
    const backend = autoBackend([one as BackendRecord, other as BackendRecord]);
    const ran = run(network, { stack, backend, backendOptions: { one: 1, other: 2 } });
    await expect(ran).rejects.toMatchObject({ code: "SL_NO_BACKEND", got: "one, other" });
  });
});

describe("a batch on autoBackend", () => {
  /** A backend that counts its open simulations, all of them and those of its batches. */
  function counted(name: string, perSecond: number, atOnce?: number) {
    const seen = { open: 0, most: 0, shared: 0, closed: 0 };
    const closed = () => {
      seen.open -= 1;
    };
    const { prepare: prepareOwn } = regularBackend({ closed });
    const prepare: typeof prepareOwn = async (...given) => {
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      return await prepareOwn(...given);
    };
    const prepareBatch: BackendRecord["prepareBatch"] = async () => ({
      atOnce: atOnce ?? 1,
      async prepare(...given) {
        seen.shared += 1;
        return await prepare(...given);
      },
      close() {
        seen.closed += 1;
      },
    });
    const more = atOnce === undefined ? { prepare } : { prepare, prepareBatch };
    return { seen, backend: timed(name, perSecond, more) };
  }

  it("runs its copies in the batch of the chosen backend, with their own results", async () => {
    const [slow, fast] = [counted("slow", 2, 2), counted("fast", 1, 3)];
    const backend = autoBackend([slow.backend, fast.backend]);
    const results = await run(network, { stack, backend, batch: 5 });
    expect(fast.seen).toEqual({ open: 0, most: 3, shared: 5, closed: 1 });
    expect(slow.seen).toEqual({ open: 0, most: 0, shared: 0, closed: 1 });
    for (const { copy, spikeHash, summary } of results) {
      const alone = await run(network, { stack, backend: fast.backend, seed: copy.seed });
      expect(spikeHash).toBe(alone.spikeHash);
      expect(summary.notes[0]).toMatch(/^backend: fast/);
    }
  });

  it("runs them one after another where the chosen backend has no batches", async () => {
    const [slow, fast] = [counted("slow", 2, 4), counted("fast", 1)];
    const backend = autoBackend([slow.backend, fast.backend]);
    expect(await run(network, { stack, backend, batch: 3 })).toHaveLength(3);
    expect(fast.seen).toEqual({ open: 0, most: 1, shared: 0, closed: 0 });
  });
});
