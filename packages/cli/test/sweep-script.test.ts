import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  binEdges,
  countInBins,
  cv2,
  fanoFactor,
  interSpikeIntervals,
  localVariation,
  mean,
  neuronFanoFactors,
  spikeCountCorrelation,
} from "@spikeloom/analysis";
import { spikeSeries } from "@spikeloom/simulate";
import { measures } from "@spikeloom/sweep";
import { type NetworkRecord, readNetwork } from "spikeloom";
import { sweep } from "spikeloom/sweep";
import { afterAll, describe, expect, it, vi } from "vitest";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import { run } from "../src/run-network.ts";
import { measureNames } from "../src/usage/sweep.ts";
import { fixture, workplace } from "./spikeloom.ts";

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

const small = readNetwork(readFileSync(fixture("small.json")));

/** The network with the given number of neurons in E. */
const sized = ({
  size,
  tau_m,
}: {
  readonly size: number;
  readonly tau_m: string;
}): NetworkRecord => {
  const { E, I } = small.populations;
  const parameters = { ...E?.parameters, tau_m };
  return {
    ...small,
    duration: "40 ms",
    populations: { E: { ...E, size, parameters }, I } as never,
  };
};

describe("sweep in a script", () => {
  it("yields the command's results for the same file, labelled and measured", async () => {
    const set = { "stimuli[0].rate": "1 kHz,3 kHz" };
    const found = await sweep(fixture("small.json"), { set, seeds: 2, measure: ["rate", "fano"] });
    const args = ["--set", "stimuli[0].rate=1 kHz,3 kHz", "--seeds", "2", "--measure", "rate,fano"];
    await place.run("sweep", fixture("small.json"), ...args, "--no-plots");
    expect(found.table()).toBe(readFileSync(place.path("results/small-sweep.csv"), "utf8"));
    expect(found.points.map(({ parameters }) => parameters)).toEqual([
      { "stimuli[0].rate": "1 kHz" },
      { "stimuli[0].rate": "3 kHz" },
    ]);
    const [first, second] = found.runs.map(({ measures: of }) => of["E"]?.rate ?? Number.NaN);
    const spread = found.points[0]?.measures["E"]?.["rate"];
    expect(spread?.mean).toBeCloseTo(((first ?? 0) + (second ?? 0)) / 2, 12);
    expect(spread?.deviation).toBeCloseTo(Math.abs((first ?? 0) - (second ?? 0)) / Math.SQRT2, 12);
    expect((await found.result(3)).spikeHash).toBe(found.runs[3]?.spikeHash);
  });

  it("calls a function with the values, whose types are those of its runs", async () => {
    const set = { size: [30, 40], tau_m: ["10 ms", "20 ms"] };
    const { runs } = await sweep(sized, { set, zip: true, seeds: [7] });
    const sizes: readonly number[] = runs.map(({ parameters: { size } }) => size);
    expect(sizes).toEqual([30, 40]);
    const own = await run(sized({ size: 40, tau_m: "20 ms" }), { seed: 7 });
    expect(runs[1]?.spikeHash).toBe(own.spikeHash);
    // @ts-expect-error: the function takes no such value.
    await expect(sweep(sized, { set: { sise: [3] } })).rejects.toThrow("SL_");
    await expect(sweep(small, { set: { "dt.x": [3] } })).rejects.toThrow("SL_NETWORK_PATH");
  });

  it("keeps finished runs when stopped, and does the rest in other processes", async () => {
    const out = place.path("stopped.h5");
    const stop = new AbortController();
    const asked = { set: { dt: ["0.1 ms", "0.2 ms"] }, seeds: 2, out };
    const onRun = (done: number): void => (done === 2 ? stop.abort() : undefined);
    await expect(sweep(small, { ...asked, signal: stop.signal, onRun })).rejects.toThrow(
      "SL_SWEEP_STOPPED",
    );
    // Workers are processes of the command: as in a separate script.
    const script = `
      import { readFileSync } from "node:fs";
      import { readNetwork } from "spikeloom";
      import { sweep } from "spikeloom/sweep";
      const net = readNetwork(readFileSync(${JSON.stringify(fixture("small.json"))}));
      const counts = [];
      const onRun = (done, runs) => counts.push([done, runs]);
      const asked = ${JSON.stringify({ ...asked, workers: 2 })};
      const { runs } = await sweep(net, { ...asked, onRun });
      console.log(JSON.stringify({ counts, hashes: runs.map(({ spikeHash }) => spikeHash) }));
    `;
    // Inside the package, so that it resolves packages like a user's script.
    const folder = mkdtempSync(fileURLToPath(new URL("../swept-", import.meta.url)));
    const file = join(folder, "script.mjs");
    writeFileSync(file, script);
    try {
      const args = [...scriptFlags, file];
      const printed = execFileSync(process.execPath, args, { encoding: "utf8", cwd: place.folder });
      const { counts, hashes } = JSON.parse(printed);
      expect(counts).toEqual([
        [1, 2],
        [2, 2],
      ]);
      const whole = await sweep(small, { set: asked.set, seeds: 2 });
      expect(hashes).toEqual(whole.runs.map(({ spikeHash }) => spikeHash));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("runs nothing if it is stopped in advance, and removes its signal listener", async () => {
    const out = place.path("never.h5");
    const signal = AbortSignal.abort();
    const asked = { seeds: 2, workers: 2, out, signal };
    await expect(sweep(small, asked)).rejects.toThrow("SL_SWEEP_STOPPED");
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(place.path("never.runs"))).toEqual(["plan.json"]);
  });

  it("keeps one exit listener for temporary results, and removes those of failed runs", async () => {
    vi.stubEnv("TMPDIR", place.folder);
    try {
      const folders = (): number =>
        readdirSync(place.folder).filter((name) => name.startsWith("spikeloom-sweep-")).length;
      const before = folders();
      await sweep(small, { for: "1 ms" });
      const listeners = process.listenerCount("exit");
      await sweep(small, { for: "1 ms" });
      expect(process.listenerCount("exit")).toBe(listeners);
      expect(folders() - before).toBe(2);
      const failed = sweep(small, { for: "1 ms", signal: AbortSignal.abort() });
      await expect(failed).rejects.toThrow("SL_SWEEP_STOPPED");
      expect(folders() - before).toBe(2);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("computes the measures of the analysis package, over neurons for which they are defined, from a time on", async () => {
    const asked = { for: "1 s", from: "200 ms", measure: measures.map(({ name }) => name) };
    const { runs, result } = await sweep(small, asked);
    const [series] = spikeSeries(await result(0));
    if (series === undefined) throw new Error("E is recorded");
    const window = { from: 200, until: 1000 };
    const intervals = interSpikeIntervals(series, { window }).filter(({ length }) => length > 1);
    const counts = neuronFanoFactors(series, { window, bin: 100 }).filter(Number.isFinite);
    // Whole bins of 3 ms only.
    const whole = { from: 200, until: 998 };
    const spikes = countInBins(series.times, {
      edges: binEdges({ window: whole, bin: 3 }),
      bin: 3,
    });
    const found = runs[0]?.measures["E"];
    expect(Object.keys(found ?? {})).toEqual(asked.measure);
    expect(found?.lv).toBeCloseTo(mean(intervals.map(localVariation)), 12);
    expect(found?.cv2).toBeCloseTo(mean(intervals.map(cv2)), 12);
    expect(found?.fano).toBeCloseTo(mean([...counts]), 12);
    expect(found?.correlation).toBeCloseTo(spikeCountCorrelation(series, { window }).mean, 12);
    expect(found?.synchrony).toBeCloseTo(fanoFactor(spikes), 12);
    const { runs: late } = await sweep(small, { ...asked, for: "100 ms", from: "99 ms" });
    expect(late[0]?.measures["E"]).toMatchObject({ fano: undefined, synchrony: undefined });
  });

  it("supports the measures that the help lists", () => {
    expect(measures.map(({ name }) => name)).toEqual(measureNames);
  });
});
