import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../src/index.ts";
import { workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

/** One source that fires at 1 ms, and the pairs that relay it along a chain of ten. */
const network = (file: string): object => ({
  format: "spikeloom-network",
  version: 1,
  duration: "30 ms",
  populations: {
    S: { model: "spike-array", size: 1, times: ["1 ms"] },
    A: { model: "lif-delta", size: 10 },
  },
  projections: [
    {
      from: "S",
      to: "A",
      toNeurons: { until: 1 },
      connector: { kind: "all-to-all" },
      weight: "30 mV",
    },
    {
      from: "A",
      to: "A",
      connector: { kind: "pairs", file, path: "/pairs" },
      weight: { file, path: "/weights", unit: "mV" },
      delay: { file, path: "/delays", unit: "ms" },
    },
  ],
  record: [{ population: "A", variables: ["spikes"] }],
});

beforeAll(async () => {
  await ready;
  const file = new File(place.path("edges.h5"), "w");
  const pairs = Int32Array.from({ length: 18 }, (_, k) => Math.ceil(k / 2));
  file.create_dataset({ name: "pairs", data: pairs, shape: [9, 2] });
  file.create_dataset({ name: "weights", data: new Float64Array(9).fill(30) });
  file.create_dataset({ name: "delays", data: new Float64Array(9).fill(2) });
  file.close();
  writeFileSync(place.path("chain.json"), JSON.stringify(network("edges.h5")));
  writeFileSync(place.path("lost.json"), JSON.stringify(network("lost.h5")));
});

describe("connections from a file", () => {
  it("are run, and the result names the file instead of the numbers", async () => {
    const out = place.path("chain.h5");
    const run = await place.run("run", "chain.json", "--out", out, "--no-plots", "--quiet");
    expect([run.code, run.stderr]).toEqual([0, ""]);
    const { recordings, network: kept } = await readResult(out);
    expect([...(recordings[0]?.spikes?.neurons ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const times = [...(recordings[0]?.spikes?.times ?? [])];
    // Two milliseconds from each to the next.
    times.slice(1).forEach((time, k) => {
      expect(time - (times[k] ?? 0)).toBeCloseTo(2, 9);
    });
    const connector = kept.projections?.[1]?.connector;
    expect(connector).toMatchObject({ kind: "pairs", file: "edges.h5", path: "/pairs" });
    expect(Object.keys(connector ?? {})).toEqual(["kind", "file", "path", "size", "sha256"]);
  });

  it("are read by a script's run as well, relative to its directory", async () => {
    const given = network("edges.h5") as NetworkRecord;
    const { spikeCounts } = await run(given, { directory: place.folder });
    expect(spikeCounts).toEqual({ S: 1, A: 10 });
    await expect(run(given, { directory: "nowhere" })).rejects.toThrow("SL_DATA_READ");
  });

  it("are counted by check and show", async () => {
    expect((await place.run("check", "chain.json")).stdout).toContain("11 neurons, about 10 syn");
    const { stdout } = await place.run("show", "chain.json");
    expect(stdout).toMatch(/A → A +pairs \(file edges\.h5, path \/pairs, .*\) +about 9 /);
    const json = JSON.parse((await place.run("show", "chain.json", "--json")).stdout);
    expect(json.network.projections[1].weight).toMatchObject({ file: "edges.h5", unit: "mV" });
    expect(json.network.projections[1].weight.values).toBe(undefined);
  });

  it("are refused with the place in the network and the name of the file", async () => {
    for (const command of ["run", "check", "show"]) {
      const { code, stderr } = await place.run(command, "lost.json");
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toMatch(/^SL_DATA_READ at lost\.json: projections\[1\]\.connector/);
      expect(stderr).toContain('"lost.h5" cannot be read: there is no such file');
    }
    expect(existsSync(place.path("results/lost.h5"))).toBe(false);
  });
});

describe("a data file outside the folder of the network", () => {
  it("is copied in a conversion, even if the format is named", async () => {
    mkdirSync(place.path("named"), { recursive: true });
    writeFileSync(place.path("named/chain.json"), JSON.stringify(network("../edges.h5")));
    const from = ["--from", "spikeloom-network"];
    const convert = (out: string, ...more: readonly string[]) =>
      place.run("convert", ...more, "--to", "spikeloom-network", "--out", out);
    // The numbers stay in a separate file, which is reported as a loss.
    expect((await convert("plain-out", "chain.json")).code).toBe(3);
    expect((await convert("named-out", "chain.json", ...from)).stderr).toBe("");
    const written = (folder: string) => readFileSync(place.path(`${folder}/network.json`), "utf8");
    expect(written("named-out")).toBe(written("plain-out"));
    const refused = await convert("far-out", "named/chain.json", ...from);
    expect(refused.stderr).toContain("SL_DATA_OUTSIDE");
    const allowed = await convert("far-out", "named/chain.json", ...from, "--allow-outside");
    expect([allowed.code, written("far-out")]).toEqual([
      3,
      written("plain-out").replaceAll("edges.h5", "../edges.h5"),
    ]);
  });

  it("is read only with --allow-outside, and in scripts with allowOutside", async () => {
    mkdirSync(place.path("inner"));
    writeFileSync(place.path("inner/chain.json"), JSON.stringify(network("../edges.h5")));
    for (const command of ["run", "check", "show", "profile"]) {
      const { code, stderr } = await place.run(command, "inner/chain.json");
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toContain("SL_DATA_OUTSIDE at inner/chain.json: projections[1].connector");
    }
    const allowed = await place.run("check", "inner/chain.json", "--allow-outside");
    expect([allowed.code, allowed.stderr]).toEqual([0, ""]);
    const given = network("../edges.h5") as NetworkRecord;
    const directory = place.path("inner");
    await expect(run(given, { directory })).rejects.toThrow("SL_DATA_OUTSIDE");
    const { spikeCounts } = await run(given, { directory, allowOutside: true });
    expect(spikeCounts["A"]).toBe(10);
  });
});
