import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../src/index.ts";
import { commandLine, fixture, type Outcome, workplace } from "./spikeloom.ts";

// Runs of some seconds, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const place = workplace();
beforeAll(async () => {
  await ready;
});
afterAll(() => place.remove());

const small = JSON.parse(readFileSync(fixture("small.json"), "utf8")) as NetworkRecord;

function networkFile(name: string, extra: Partial<NetworkRecord>): string {
  writeFileSync(place.path(name), JSON.stringify({ ...small, ...extra }));
  return name;
}

/** Run the command in a shell, after another command of that shell. */
async function inShell(before: string, args: readonly string[]): Promise<Outcome> {
  const command = [process.execPath, ...commandLine, ...args];
  const quoted = command.map((word) => `'${word}'`).join(" ");
  const child = spawn("bash", ["-c", `${before}; exec ${quoted}`], {
    cwd: place.folder,
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (piece: Buffer) => {
    stdout += piece.toString();
  });
  child.stderr.on("data", (piece: Buffer) => {
    stderr += piece.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

function stepsIn(path: string): number {
  const file = new File(path, "r");
  const steps = Number(file.attrs["steps"]?.value);
  file.close();
  return steps;
}

describe("the file of a run", () => {
  it("contains each recorder's selection: populations, neurons, variables, window and interval", async () => {
    const record: NetworkRecord["record"] = [
      { population: "E", variables: ["spikes"], from: "20 ms", until: "70 ms" },
      {
        population: "E",
        variables: ["v", "i_syn_exc"],
        neurons: { indices: [7, 3] },
        every: "0.5 ms",
      },
      { population: "I", variables: ["spikes", "v"], neurons: { from: 2, until: 9, every: 3 } },
      { population: "I", variables: ["v"], from: "90 ms", every: "2 ms", neurons: { from: 9 } },
    ];
    const file = networkFile("chosen.json", { record });
    const done = await place.run("run", file, "--no-plots", "--quiet");
    expect([done.code, done.stderr]).toEqual([0, ""]);
    const streamed = await readResult(place.path("results/chosen.h5"));
    const kept = await run({ ...small, record });
    expect(streamed.recordings).toEqual(kept.recordings);
    expect(streamed.spikeHash).toBe(kept.spikeHash);
    const [first, second, third, fourth] = streamed.recordings;
    expect(first?.spikes?.times.every((time) => time >= 20 && time < 70)).toBe(true);
    expect(first?.spikes?.times.length).toBeGreaterThan(0);
    expect(second?.samples.get("v")?.times.slice(0, 3)).toEqual(Float64Array.of(0.5, 1, 1.5));
    expect(second?.neurons.length).toBe(2);
    expect(
      [...new Set(third?.spikes?.neurons)].every((one) => one === 2 || one === 5 || one === 8),
    ).toBe(true);
    expect(fourth?.samples.get("v")?.times).toEqual(Float64Array.of(90, 92, 94, 96, 98, 100));
  });

  it("is not changed by a run that fails its checks", async () => {
    const file = networkFile("fails.json", { duration: "1 s" });
    expect((await place.run("run", file, "--no-plots", "--quiet", "--for", "10 ms")).code).toBe(0);
    const before = readFileSync(place.path("results/fails.h5"));
    networkFile("fails.json", { populations: { E: { model: "no-such-model", size: 1 } } });
    expect((await place.run("run", file, "--no-plots")).code).toBe(1);
    expect(readFileSync(place.path("results/fails.h5")).equals(before)).toBe(true);
  });
});

describe("a run that records for a long time", () => {
  // Spikes of all neurons and nine potentials at each step: about 800 bytes of file per millisecond.
  const record: NetworkRecord["record"] = [
    { population: "E", variables: ["spikes", "v"], neurons: { until: 9 } },
    { population: "I", variables: ["spikes"] },
  ];

  it("needs no more memory than a shorter one", async () => {
    const file = networkFile("long.json", { record });
    const peak = new URL("../../../tools/test/peak-memory.cjs", import.meta.url).href;
    const print = `process.on("exit",()=>console.error(peakKibibytes()))`;
    const watch = `data:text/javascript,import{peakKibibytes}from"${peak}";${print}`;
    const mebibytes = async (duration: string): Promise<number> => {
      // With a small young generation, whose size the collector chooses otherwise.
      const args = ["--max-semi-space-size=1", "--import", watch, ...commandLine, "run", file];
      const silent = ["--no-plots", "--quiet", "--overwrite"];
      const child = spawn(process.execPath, [...args, ...silent, "--for", duration], {
        cwd: place.folder,
        env: { ...process.env, NODE_OPTIONS: "" },
      });
      let text = "";
      child.stderr.on("data", (piece: Buffer) => {
        text += piece.toString();
      });
      await new Promise((resolve) => child.on("close", resolve));
      return Number(text) / 1024;
    };
    const few = await mebibytes("40 s");
    const many = await mebibytes("110 s");
    const { recordings } = await readResult(place.path("results/long.h5"));
    const held = recordings[0]?.samples.get("v")?.values.byteLength ?? 0;
    // The longer run wrote 50 MB more. Buffers are bounded, and full in both.
    expect(held).toBe(110_000 * 10 * 9 * 8);
    expect(many - few).toBeLessThan(50);
  });

  it("leaves its file when it is killed", async () => {
    const file = networkFile("killed.json", { record });
    const { child, done } = place.start("run", file, "--no-plots", "--for", "100000 s");
    const out = place.path("results/killed.h5");
    // It can be read while it grows.
    while (!existsSync(out) || stepsIn(out) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill("SIGKILL");
    await done;
    const { interrupted, steps, recordings, spikeCounts } = await readResult(out);
    expect(interrupted).toBe(true);
    expect(steps).toBeGreaterThan(0);
    expect(recordings[1]?.spikes?.times.length).toBe(spikeCounts["I"]);
    expect(recordings[0]?.samples.get("v")?.times.length).toBe(steps);
  });

  it("ends with a code if the disk is full, and its file states how far it got", async () => {
    const file = networkFile("full.json", { record });
    // The shell counts in KiB: the system refuses data beyond 48 MiB. However fast the machine is, there
    // is a flush before, after 32 MiB.
    const args = ["run", file, "--no-plots", "--for", "100000 s", "--out", "full.h5"];
    const { code, stdout, stderr } = await inShell("ulimit -f 49152", args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^SL_RESULT_FULL at full\.h5\n/);
    const { interrupted, steps, duration, recordings, spikeCounts } = await readResult(
      place.path("full.h5"),
    );
    expect(interrupted).toBe(true);
    expect(steps).toBeGreaterThan(0);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(`first ${duration} ms (${steps} steps)`);
    expect(recordings[1]?.spikes?.times.length).toBe(spikeCounts["I"]);
    expect(recordings[0]?.samples.get("v")?.times.length).toBe(steps);
  });
});
