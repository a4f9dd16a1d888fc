import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import { readNetwork } from "@spikeloom/network";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/run-network.ts";
import { fixture, type Outcome, type Workplace, workplace } from "./spikeloom.ts";

const places: Workplace[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});
function newPlace(): Workplace {
  const place = workplace();
  places.push(place);
  return place;
}

const rates = "stimuli[0].rate=linspace(1kHz,4kHz,4)";
const args = ["sweep", fixture("small.json"), "--set", rates, "--seeds", "2"];

/** The sweep run in a single process. */
const whole = newPlace();
let first: Outcome;
let before: readonly Buffer[];
beforeAll(async () => {
  first = await whole.run(...args);
  before = outcomeIn(whole);
}, 120_000);

/** Output of a sweep, as bytes. */
function outcomeIn(place: Workplace): readonly Buffer[] {
  return [".h5", ".csv"].map((end) => readFileSync(place.path(`results/small-sweep${end}`)));
}

function errorOf({ stdout }: Outcome): { readonly code: string; readonly place: string } {
  return JSON.parse(stdout).error;
}

describe("a sweep", () => {
  it("yields for each run the spikes of the same network written by hand, labelled in one file and a table", async () => {
    const place = whole;
    const { code, stderr, stdout } = first;
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain("8 runs; mean and deviation over the runs of each point");
    const out = place.path("results/small-sweep.h5");
    const small = readNetwork(readFileSync(fixture("small.json")));
    const [stimulus] = small.stimuli ?? [];
    const [head = "", ...lines] = readFileSync(place.path("results/small-sweep.csv"), "utf8")
      .trim()
      .split("\n");
    expect(head.split(",").slice(0, 4)).toEqual([
      "job",
      "seed",
      "stimuli[0].rate (kHz)",
      "E.rate (1/s)",
    ]);
    expect(lines).toHaveLength(8);
    for (const [job, seed, rate] of [
      [0, 3, "1 kHz"],
      [5, 4, "3 kHz"],
    ] as const) {
      const found = await readResult(out, { run: job });
      const stimuli = [{ ...stimulus, rate }] as NonNullable<typeof small.stimuli>;
      const own = await run({ ...small, stimuli }, { seed });
      expect(found.spikeHash).toBe(own.spikeHash);
      expect(found.provenance.seed).toBe(seed);
      expect(found.recordings).toEqual(own.recordings);
      const row = lines[job]?.split(",") ?? [];
      expect(row.slice(0, 3)).toEqual([job, seed, Number.parseFloat(rate)].map(String));
      expect(row).toContain(own.spikeHash);
    }
    expect(readdirSync(place.path("results")).sort()).toEqual([
      "small-sweep.csv",
      "small-sweep.h5",
    ]);
  });

  it("refuses paths and values before anything runs", async () => {
    const place = newPlace();
    const wrong = ["--set", "populations.E.parameters.tau_n=1ms", "--json"];
    const path = await place.run("sweep", fixture("small.json"), ...wrong);
    expect(path.code).toBe(1);
    expect(errorOf(path)).toMatchObject({
      code: "SL_NETWORK_PATH",
      next: 'Did you mean "populations.E.parameters.tau_m"?',
    });
    const values = ["--set", "populations.E.parameters.tau_m=10ms,20mV,-5ms", "--json"];
    const value = await place.run("sweep", fixture("small.json"), ...values);
    expect(value.code).toBe(1);
    expect(errorOf(value)).toMatchObject({
      code: "SL_VALUE_DIMENSION",
      place: expect.stringContaining("populations.E.parameters.tau_m"),
      others: [{ code: "SL_VALUE_RANGE" }],
    });
    expect(existsSync(place.path("results"))).toBe(false);
  });

  it("does nothing when repeated, and overwrites no other sweep unless requested", async () => {
    const place = whole;
    const again = await place.run(...args);
    expect(again.stdout).toContain("8 runs, all done before");
    expect(outcomeIn(place)).toEqual(before);
    const other = await place.run(...args, "--seeds", "1", "--json");
    expect(errorOf(other)).toMatchObject({ code: "SL_SWEEP_OTHER" });
    expect(outcomeIn(place)).toEqual(before);
    const outcome = await place.run(...args, "--seeds", "1", "--overwrite");
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain("4 runs;");
  });

  it("yields the same bits on one worker, on two, and through an array script in any order", async () => {
    const array = newPlace();
    // The script starts the program that has written it.
    await array.start(...args, "--array", "plain").done;
    const script = array.path("results/small-sweep.array.sh");
    for (const job of [5, 0]) execFileSync(script, [String(job)], { cwd: array.folder });
    const list = array.path("results/small-sweep.plan.json");
    const into = ["sweep", list, "--out", "results/small-sweep.h5"];
    expect((await array.run(...into, "--missing")).stdout).toBe("1,2,3,4,6,7\n");
    const rest = [...into, "--workers", "2"];
    const collected = await array.run(...rest);
    expect(collected.stderr).toBe("");
    expect(outcomeIn(array)).toEqual(before);
  });

  it("runs on a backend that has no choice of workers", async () => {
    const place = newPlace();
    const asked = ["--seeds", "2", "--for", "5ms", "--backend", "event", "--no-plots"];
    const run = async (...more: readonly string[]) =>
      await place.run("sweep", fixture("small.json"), ...asked, ...more);
    expect(await run("--workers", "2")).toMatchObject({ code: 0, stderr: "" });
    const together = outcomeIn(place);
    expect(await run("--overwrite")).toMatchObject({ code: 0, stderr: "" });
    expect(outcomeIn(place)).toEqual(together);
  });

  it("continues after a kill with the bits of an uninterrupted sweep", async () => {
    const [killed, unhurt] = [newPlace(), newPlace()];
    // The last two take a thousand times as long, so some are complete long before.
    const lengths = ["--set", "duration=10ms,12s", "--seeds", "2"];
    const asked = ["sweep", fixture("small.json"), ...lengths, "--workers", "2"];
    const { child, done } = killed.start(...asked);
    const folder = killed.path("results/small-sweep.runs");
    const isDone = (name: string): boolean => /^\d+\.h5$/.test(name);
    while (!existsSync(folder) || readdirSync(folder).filter(isDone).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (child.exitCode !== null) throw new Error("the sweep ended before it was killed");
    }
    child.kill("SIGKILL");
    await done;
    // A thread that starts late leaves a short run for later.
    expect(readdirSync(folder).filter(isDone).length).toBeLessThan(4);
    const resumed = await killed.run(...asked);
    expect(resumed).toMatchObject({ code: 0, stderr: "" });
    await unhurt.run(...asked);
    for (const end of [".h5", ".csv"]) {
      const name = `results/small-sweep${end}`;
      expect(readFileSync(killed.path(name)).equals(readFileSync(unhurt.path(name)))).toBe(true);
    }
  }, 120_000);

  it("lists missing runs without changing anything", async () => {
    const place = newPlace();
    const missing = await place.run(...args, "--missing");
    expect(missing).toMatchObject({ code: 0, stdout: "0,1,2,3,4,5,6,7\n" });
    expect(readdirSync(place.folder)).toEqual([]);
    writeFileSync(place.path("out.h5"), "of another");
    const over = ["--out", "out.h5", "--missing", "--overwrite"];
    expect((await place.run(...args, ...over)).code).not.toBe(0);
    expect(readFileSync(place.path("out.h5"), "utf8")).toBe("of another");
  });

  it("removes no result for a job list, whatever the options", async () => {
    const place = newPlace();
    writeFileSync(place.path("out.h5"), "of another");
    for (const list of [
      ["--plan"],
      ["--array", "slurm"],
      ["--array", "plain", "--plan", "p.json"],
    ]) {
      const outcome = await place.run(...args, ...list, "--out", "out.h5", "--overwrite");
      expect(outcome.code).toBe(0);
      expect(readFileSync(place.path("out.h5"), "utf8")).toBe("of another");
      const written = await place.run(...args, ...list, "--out", "out.h5");
      expect(written.code).toBe(0);
      expect(readFileSync(place.path("out.h5"), "utf8")).toBe("of another");
    }
  });

  it("writes the table as Parquet too, with the types and the gaps of its columns", async () => {
    const place = newPlace();
    const values = ["--set", "stimuli[0].rate=0kHz,3kHz", "--set", "precision=f64,f32"];
    const asked = ["--for", "5ms", "--parquet"];
    const done = await place.run("sweep", fixture("small.json"), ...values, ...asked);
    expect(done.stderr).toBe("");
    const table = readFileSync(place.path("results/small-sweep.parquet"));
    const file = table.buffer.slice(table.byteOffset, table.byteOffset + table.byteLength);
    const rows = await parquetReadObjects({ file });
    const [, ...lines] = readFileSync(place.path("results/small-sweep.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    // Null values are empty in CSV; everything else is the same text.
    expect(rows.map((row) => Object.values(row).map((value) => String(value ?? "")))).toEqual(
      lines,
    );
    expect(rows[0]).toMatchObject({ job: 0n, "stimuli[0].rate (kHz)": 0, "E.cv": null });
    const { schema } = parquetMetadata(file);
    const types = schema.slice(1).map(({ name, type, converted_type }) => {
      return `${name}: ${converted_type ?? type}`;
    });
    expect(types).toEqual(
      expect.arrayContaining([
        ...["job: INT64", "seed: INT64", "stimuli[0].rate (kHz): DOUBLE", "precision: UTF8"],
        ...["E.rate (1/s): DOUBLE", "E.cv: DOUBLE", "spike_hash: UTF8", "diverged: BOOLEAN"],
      ]),
    );
    expect(readdirSync(place.path("results")).sort()).toEqual([
      "small-sweep.csv",
      "small-sweep.h5",
      "small-sweep.parquet",
    ]);
  });

  it("keeps the data of a diverging run, and continues", async () => {
    const place = newPlace();
    const network = {
      format: "spikeloom-network",
      version: 1,
      duration: "20 ms",
      models: {
        grows: {
          contract: 1,
          kind: "neuron",
          name: "grows",
          about: "Grows without bound where its rate is positive.",
          parameters: { gain: { default: "0 Hz", about: "rate of growth" } },
          state: { v: { initial: "1 mV", unit: "mV", about: "membrane potential" } },
          dynamics: { v: "gain * v" },
        },
      },
      populations: { E: { model: "grows", size: 1 } },
      record: [{ population: "E", variables: ["v"] }],
    };
    writeFileSync(place.path("grows.json"), JSON.stringify(network));
    const values = "populations.E.parameters.gain=0Hz,1MHz,-1Hz";
    const { code, stdout } = await place.run("sweep", "grows.json", "--set", values);
    expect(stdout).toContain("3 runs, 1 of which diverged");
    expect(code).toBe(3);
    const table = readFileSync(place.path("results/grows-sweep.csv"), "utf8").trim().split("\n");
    expect(table.map((line) => line.split(",").at(-1))).toEqual([
      "diverged",
      "false",
      "true",
      "false",
    ]);
    const found = await readResult(place.path("results/grows-sweep.h5"), { run: 1 });
    expect(found.diverged).toMatchObject({ name: "E", variable: "v" });
  });
});
