import { readdirSync, writeFileSync } from "node:fs";
import type { NetworkRecord, PreparationProgress } from "@spikeloom/kernel";
import { afterAll, describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { run, simulate } from "../src/index.ts";
import { type Outcome, workplace } from "./spikeloom.ts";

/** Synapses of 2 bytes each, whose drawing takes longer on any machine than the arrival of a signal. */
function network(synapses: number): NetworkRecord {
  const n = 1000;
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    populations: { A: { model: "lif-curr-exp", size: synapses / n } },
    projections: [
      {
        from: "A",
        to: "A",
        receptor: "excitatory",
        weight: "0.1 nA",
        delay: "1.5 ms",
        connector: { kind: "fixed-indegree", n },
      },
    ],
  };
}

const stopped = expect.objectContaining({ code: "SL_RUN_STOPPED" });
const place = workplace();
afterAll(() => place.remove());

describe("a signal ends the preparation", { timeout: 60_000 }, () => {
  it.each([1, 2])("of a run with %i workers, and a timer fires on time", async (workers) => {
    const controller = new AbortController();
    const began = processorTime();
    let aborted = 0;
    setTimeout(() => {
      aborted = processorTime();
      controller.abort();
    }, 300);
    const { signal } = controller;
    const memory = 8e9;
    await expect(run(network(4e8), { workers, signal, memory })).rejects.toEqual(stopped);
    // The whole preparation takes ten seconds of CPU time and more.
    expect(aborted - began).toBeLessThan(5000);
    expect(processorTime() - aborted).toBeLessThan(5000);
  });

  it.each(["count", "fill"] as const)("in its phase %s", async (phase) => {
    const controller = new AbortController();
    const onPrepare = (progress: PreparationProgress): void => {
      if (progress.phase === phase) controller.abort("enough");
    };
    const making = simulate(network(2e7), { workers: 1, signal: controller.signal, onPrepare });
    await expect(making).rejects.toMatchObject({ code: "SL_RUN_STOPPED", got: "enough" });
  });

  it("before it has begun", async () => {
    const signal = AbortSignal.abort();
    await expect(run(network(1000), { signal })).rejects.toEqual(stopped);
  });

  it("of the command, which ends with 130 and leaves no files", async () => {
    writeFileSync(place.path("large.json"), JSON.stringify(network(4e8)));
    const { code, stderr, took } = await interrupted("run", "large.json", "--memory", "8GB");
    expect(code).toBe(130);
    expect(stderr).toContain("SL_RUN_STOPPED at large.json: preparation");
    expect(took).toBeLessThan(5000);
    expect(readdirSync(place.folder, { recursive: true }).sort()).toEqual([
      "large.json",
      "results",
    ]);
  });
});

/** Start the command, and interrupt it while it draws synapses, which takes longer on a busy machine. */
async function interrupted(...args: readonly string[]): Promise<Outcome & { took: number }> {
  for (const seconds of [2.5, 8, 20]) {
    const { child, done } = place.start(...args);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const began = performance.now();
    child.kill("SIGINT");
    const outcome = await done;
    if (outcome.code !== null) return { ...outcome, took: performance.now() - began };
  }
  throw new Error("the preparation never began");
}

it("reports how many of the expected synapses it has drawn", async () => {
  const seen: PreparationProgress[] = [];
  await run(network(2e7), { workers: 1, onPrepare: (progress) => seen.push(progress) });
  const drawing = seen.filter(({ expected }) => expected > 0);
  expect(new Set(drawing.map(({ phase }) => phase))).toEqual(new Set(["count", "fill"]));
  for (const phase of ["count", "fill"]) {
    const counts = drawing.filter((one) => one.phase === phase).map(({ synapses }) => synapses);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(0);
  }
  expect(new Set(drawing.map(({ expected }) => expected))).toEqual(new Set([2e7]));
});
