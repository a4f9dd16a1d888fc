import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { readResult } from "@spikeloom/interop/hdf5";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, type Outcome, stopped, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const small = fixture("small.json");

interface RunRecord {
  readonly spikeHash: string;
  readonly steps: number;
  readonly duration: number;
  readonly interrupted: boolean;
  readonly out: string;
  readonly pictures: readonly string[];
  readonly populations: Readonly<
    Record<string, { readonly spikes: number; readonly rate: number }>
  >;
  readonly provenance: {
    readonly seed: number;
    readonly precision: string;
    readonly backend: string;
  };
}

async function runJson(...args: readonly string[]): Promise<RunRecord> {
  const { code, stdout, stderr } = await place.run("run", ...args, "--json", "--overwrite");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as RunRecord;
}

describe("run", () => {
  it("reports on standard error the number of workers if there are several, and why", async () => {
    // One after the other: both write the same result.
    const two = await place.run("run", small, "--workers", "2", "--no-plots");
    const one = await place.run("run", small, "--workers", "1", "--no-plots");
    expect([two.code, two.stderr]).toEqual([0, "workers: 2, as requested\n"]);
    expect([one.code, one.stderr]).toEqual([0, ""]);
  });

  // All of them start; tests of the backend check that their number follows that of the cores.
  const isSmall = availableParallelism() <= 4;
  it.runIf(isSmall)("starts at most two workers per core, and says so", async () => {
    const limited = await place.run("run", small, "--workers", "4096", "--no-plots");
    expect(limited.stderr).toMatch(
      /^workers: \d+, two for each of \d+ cores?; 4096 were requested\n$/,
    );
    expect(Number(/\d+/.exec(limited.stderr)?.[0])).toBeLessThanOrEqual(2 * availableParallelism());
  });

  it("prints one JSON object that agrees with the file", async () => {
    const record = await runJson(small, "--no-plots", "--out", "a/b/json.h5");
    const result = await readResult(place.path("a/b/json.h5"));
    expect(record.spikeHash).toBe(result.spikeHash);
    expect(record.out).toBe("a/b/json.h5");
    expect(record.pictures).toEqual([]);
    expect(record.populations["E"]?.spikes).toBe(result.spikeCounts["E"]);
    // 40 neurons, 100 ms.
    expect(record.populations["E"]?.rate).toBeCloseTo((result.spikeCounts["E"] ?? 0) / 4, 9);
  });

  it("yields the same spikes for the same seed on either target, and others for another seed", async () => {
    const wasm = await runJson(small, "--no-plots");
    const js = await runJson(small, "--no-plots", "--target", "js");
    const other = await runJson(small, "--no-plots", "--seed", "4");
    expect(js.provenance.backend).toBe("clock-js");
    expect(js.spikeHash).toBe(wasm.spikeHash);
    expect(other.spikeHash).not.toBe(wasm.spikeHash);
    expect(other.provenance.seed).toBe(4);
  });

  it("takes duration, step and precision from its options", async () => {
    const record = await runJson(
      ...[small, "--no-plots", "--for", "20ms", "--dt", "0.05 ms", "--precision", "f32"],
    );
    expect([record.steps, record.duration]).toEqual([400, 20]);
    expect(record.provenance.precision).toBe("f32");
  });

  it("runs a module's constant or function, which receives the options", async () => {
    const made = await runJson(fixture("module.ts"), "--no-plots", "--seed", "6");
    expect(made.populations["E"]).toMatchObject({ neurons: 6 });
    expect(made.populations["E"]?.spikes).toBeGreaterThan(0);
    const constant = await runJson(fixture("constant.ts"));
    expect(constant.out).toBe("results/constant.h5");
  });

  it("refuses bad options with the option's name", async () => {
    const unit = await place.run("run", small, "--for", "3 mV");
    expect(unit.code).toBe(1);
    expect(unit.stderr).toMatch(/^SL_\w+ at --for/);
    const none = await place.run("run", small, "--dt", "0 ms");
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/^SL_TIME at \S*small\.json: dt/);
  });

  it("prints errors of the network as JSON", async () => {
    const text = readFileSync(small, "utf8").replaceAll("lif-curr-exp", "lif-curr");
    writeFileSync(place.path("unknown.json"), text);
    const { code, stdout, stderr } = await place.run("run", "unknown.json", "--json");
    expect([code, stderr]).toEqual([1, ""]);
    const { error } = JSON.parse(stdout) as { readonly error: Record<string, unknown> };
    expect(error).toMatchObject({
      code: "SL_UNKNOWN_PLUGIN",
      place: "unknown.json: populations.E.model",
      others: [{ code: "SL_UNKNOWN_PLUGIN", place: "unknown.json: populations.I.model" }],
    });
  });

  it("refuses a network that cannot fit before it allocates anything", async () => {
    const text = readFileSync(small, "utf8").replace('"size": 40', '"size": 4000000000');
    writeFileSync(place.path("huge.json"), text);
    const { code, stderr } = await place.run("run", "huge.json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SL_MEMORY at huge\.json/);
    expect(existsSync(place.path("results/huge.h5"))).toBe(false);
  });

  it("reports why a result cannot be written", async () => {
    writeFileSync(place.path("file"), "");
    const { code, stderr } = await place.run("run", small, "--out", "file/x.h5");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SL_FILE_WRITE at file\n/);
  });

  it("reports a folder that cannot be created, below /proc, instead of retrying forever", async () => {
    const out = process.platform === "linux" ? "/proc/none/result.h5" : "/dev/null/none/result.h5";
    const { code, stderr } = await place.run("run", small, "--no-plots", "--out", out);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^SL_FILE_WRITE at /);
  });
});

describe("Ctrl-C", () => {
  const long = (): string => {
    const text = readFileSync(small, "utf8").replace('"100 ms"', '"100000 s"');
    writeFileSync(place.path("long.json"), text.replace(', "v"', ""));
    return "long.json";
  };

  it("ends a long run with 130 and keeps its recordings", async () => {
    // Late enough for spikes.
    const isLate = ({ stdout: text }: Outcome): boolean =>
      (JSON.parse(text) as RunRecord).steps > 10_000;
    const args = ["run", long(), "--no-plots", "--json", "--overwrite"];
    const { code, stdout, stderr } = await stopped(place, "SIGINT", args, isLate);
    expect([code, stderr]).toEqual([130, ""]);
    const record = JSON.parse(stdout) as RunRecord;
    expect(record.interrupted).toBe(true);
    const result = await readResult(place.path(record.out));
    expect(result.interrupted).toBe(true);
    expect(result.asked).toBe(1e8);
    expect(result.steps).toBe(record.steps);
    const times = result.recordings[1]?.spikes?.times;
    expect(times?.length).toBe(result.spikeCounts["I"]);
    expect(times?.length).toBeGreaterThan(0);
    expect(times?.at(-1)).toBeLessThanOrEqual(result.duration);
  });

  it("ends with 143 at SIGTERM, and shows no progress without a terminal", {
    timeout: 60_000,
  }, async () => {
    const args = ["run", long(), "--no-plots"];
    const { code, stdout, stderr } = await stopped(place, "SIGTERM", args);
    expect(code).toBe(143);
    expect(stdout).toContain("Interrupted before its end");
    expect(stderr).toMatch(/^\nStopping; recorded data is kept\. .*\n$/);
  });
});

describe("conventions and recorders", () => {
  it("runs under another convention on request", async () => {
    const flags = ["--no-plots", "--json", "--for", "20ms", "--overwrite"];
    const given = await place.run("run", fixture("small.json"), ...flags);
    const other = await place.run("run", fixture("small.json"), "--convention", "brian2", ...flags);
    expect(JSON.parse(given.stdout)).toMatchObject({ provenance: { convention: "nest" } });
    expect(JSON.parse(other.stdout)).toMatchObject({ provenance: { convention: "brian2" } });
    expect((await place.run("run", "x.json", "--convention", "nset")).code).toBe(2);
  });

  it("reports that nothing is recorded, and to what the CV refers", async () => {
    const silent = await place.run("run", fixture("own-models.json"), "--no-plots");
    expect(silent.stdout).toContain("It records nothing: add a recorder");
    expect(silent.stdout).toContain('"record": [{ "population": "A", "variables": ["spikes"] }]');
    const args = ["run", fixture("small.json"), "--no-plots", "--overwrite"];
    const small = await place.run(...args);
    expect(small.stdout).toContain("CV of inter-spike intervals from 0 ms to 100 ms");
    expect(small.stdout).not.toContain("records nothing");
  });
});
