import { existsSync, readFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { recordedConnections } from "@spikeloom/simulate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace({ plots: true });
afterAll(() => place.remove());
beforeAll(async () => {
  await place.run("run", fixture("learns.json"), "--quiet", "--out", "run.h5");
});

describe("spikeloom weights", () => {
  it("prints a line for each projection, of the last snapshot or an earlier one", async () => {
    const { stdout, code } = await place.run("weights", "run.h5");
    expect(code).toBe(0);
    const [connections] = recordedConnections(await readResult(place.path("run.h5")));
    const weights = connections?.weights ?? new Float64Array(0);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    expect(stdout).toMatch(/^projection +at +synapses +least +mean +greatest +unit\nS->E +500 ms /);
    expect(stdout).toContain(` ${Number(mean.toPrecision(5))} `);
    const early = await place.run("weights", "run.h5", "S->E", "--at", "0 ms");
    expect(early.stdout).toMatch(/S->E +0 ms +\d+ +0.4 +0.4 +0.4 +nA/);
  });

  it("draws the distribution in the terminal", async () => {
    const { stdout } = await place.run("weights", "run.h5", "--draw");
    expect(stdout).toContain("weight of S->E (nA)");
    expect(stdout).toMatch(/━ at 0 ms \(\d+ synapses\): mean 0.4 nA/);
    expect(stdout).toMatch(/[\u2801-\u28ff]/);
  });

  it("writes a table from which the same numbers are read", async () => {
    await place.run("weights", "run.h5", "--csv", "tables/weights.csv");
    const lines = readFileSync(place.path("tables/weights.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("source,target,weight (nA),delay (ms)");
    const [found] = recordedConnections(await readResult(place.path("run.h5")));
    const rows = lines.slice(1).map((line) => line.split(",").map(Number));
    expect(rows.map(([source]) => source)).toEqual([...(found?.sources ?? [])]);
    expect(rows.map(([, target]) => target)).toEqual([...(found?.targets ?? [])]);
    expect(rows.map(([, , weight]) => weight)).toEqual([...(found?.weights ?? [])]);
    expect(rows.map(([, , , delay]) => delay)).toEqual([...(found?.delays ?? [])]);
  });

  it("writes a network that runs with the learned weights, without further learning", async () => {
    const { stdout } = await place.run("weights", "run.h5", "--network", "trained.json", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      written: ["trained.json", "trained-connections.h5"],
    });
    const text = readFileSync(place.path("trained.json"), "utf8");
    const { projections, recordSynapses } = JSON.parse(text) as NetworkRecord;
    expect(projections?.map(({ plasticity, connector }) => [plasticity, connector.kind])).toEqual([
      [undefined, "pairs"],
    ]);
    expect(recordSynapses).toBeUndefined();
    const args = ["--quiet", "--no-plots"];
    await place.run("run", "trained.json", ...args, "--out", "still.h5");
    const [first, last] = await Promise.all([
      readResult(place.path("still.h5")),
      readResult(place.path("run.h5")),
    ]);
    expect(first.summary.synapses).toBe(last.summary.synapses);
    // Sources draw the same spikes, but the weights differ.
    expect(first.spikeCounts["S"]).toBe(last.spikeCounts["S"]);
    expect(first.spikeCounts["E"]).toBeGreaterThan(0);
    expect(first.spikeHash).not.toBe(last.spikeHash);
    // With the initial weights and without plasticity, it is the network before it learns.
    await place.run("weights", "run.h5", "--at", "0 ms", "--network", "naive.json");
    await place.run("run", "naive.json", ...args, "--out", "naive.h5");
    const naive = await readResult(place.path("naive.h5"));
    expect(naive.spikeHash).not.toBe(first.spikeHash);
  });

  it("refuses data that a result lacks", async () => {
    const errorOf = async (...args: readonly string[]): Promise<unknown> =>
      (JSON.parse((await place.run("weights", ...args, "--json")).stdout) as { error: unknown })
        .error;
    expect(await errorOf("run.h5", "S-E")).toMatchObject({
      code: "SL_NO_PROJECTION_WEIGHTS",
      next: 'Did you mean "S->E"?',
    });
    expect(await errorOf("absent.h5")).toMatchObject({ code: "SL_RESULT_READ" });
    await place.run("run", fixture("small.json"), "--quiet", "--no-plots", "--out", "small.h5");
    expect(await errorOf("small.h5")).toMatchObject({ code: "SL_NO_WEIGHTS" });
    expect(existsSync(place.path("small.csv"))).toBe(false);
  });
});

it("pictures of weights are drawn with the others", () => {
  for (const name of ["weights", "weight-map", "weight-course"]) {
    for (const ending of ["svg", "png"]) {
      expect(existsSync(place.path(`run-${name}.${ending}`))).toBe(true);
    }
  }
});
