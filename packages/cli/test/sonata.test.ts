import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { Result } from "@spikeloom/simulate";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readContents } from "../src/read-files.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const network = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "60 ms",
  seed: 1,
  populations: {
    E: {
      model: "lif-curr-exp",
      size: 4,
      parameters: { i_offset: { formula: "(0.5 + i / 10) * 1 nA" } },
    },
  },
  record: [
    { population: "E", variables: ["spikes"] },
    { population: "E", variables: ["v"], neurons: { indices: [1, 3] } },
  ],
};

/** Write a circuit with another part `output`. */
function circuit(output: object): void {
  cpSync(place.path("written"), place.path("circuit"), { recursive: true });
  const path = place.path("circuit/simulation_config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  const { report_1: potential } = config.reports;
  writeFileSync(path, JSON.stringify({ ...config, output, reports: { potential } }));
}

/** Spikes of a file as time and node. */
async function spikesIn(name: string): Promise<readonly (readonly number[])[]> {
  const { thing } = await readContents(place.path(`circuit/${name}`));
  if (thing.holds !== "result") throw new Error(`${name} holds no result`);
  const [own] = (thing.result as Result).recordings;
  const { times = [], neurons = [] } = own?.spikes ?? {};
  return Array.from(times, (time, k) => [time, neurons[k] as number]);
}

const run = (...args: readonly string[]) =>
  place.run("run", "circuit/config.json", "--no-plots", "--json", ...args);

describe("spikeloom run of a circuit of SONATA", () => {
  beforeAll(async () => {
    writeFileSync(place.path("net.json"), JSON.stringify(network));
    const { code } = await place.run("convert", "net.json", "--to", "sonata", "--out", "written");
    expect(code).toBe(0);
  });

  beforeEach(() => {
    for (const folder of ["circuit", "results"]) {
      rmSync(place.path(folder), { recursive: true, force: true });
    }
  });

  it("writes spikes and reports to the places in the configuration", async () => {
    circuit({ output_dir: "$OUTPUT", spikes_file: "spikes.h5", spikes_file_csv: "spikes.csv" });
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).data).toEqual([
      "circuit/output/spikes.h5",
      "circuit/output/spikes.csv",
      "circuit/output/potential.h5",
    ]);
    const result = await readResult(place.path("results/config.h5"));
    const own = result.recordings.find(({ spikes }) => spikes !== undefined)?.spikes;
    const spikes = Array.from(own?.times ?? [], (time, k) => [time, own?.neurons[k]]);
    expect(spikes.length).toBeGreaterThan(3);
    expect(await spikesIn("output/spikes.h5")).toEqual(spikes);
    const lines = spikes.map(([time, node]) => `${time} E ${node}`);
    expect(readFileSync(place.path("circuit/output/spikes.csv"), "utf8")).toBe(
      `${["timestamps population node_ids", ...lines].join("\n")}\n`,
    );
  });

  it("keeps the files of another simulator, unless requested", async () => {
    circuit({ output_dir: "output", spikes_file: "spikes.h5" });
    mkdirSync(place.path("circuit/output"));
    writeFileSync(place.path("circuit/output/spikes.h5"), "precious");
    const { code, stderr, stdout } = await run();
    expect([code, `${stderr}${stdout}`]).toEqual([1, expect.stringContaining("SL_OUTPUT_OTHER")]);
    expect(existsSync(place.path("results/config.h5"))).toBe(false);
    expect((await run("--overwrite")).code).toBe(0);
    // The same run again writes the same files.
    expect((await run()).code).toBe(0);
  });

  it.each([
    ["output_dir leads out of its folder", { output_dir: "../out", spikes_file: "spikes.h5" }],
    ["a file leads out of its folder", { output_dir: "out", spikes_file: "/tmp/spikes.h5" }],
  ])("is refused if %s", async (_, output) => {
    circuit(output);
    const { code, stderr, stdout } = await run();
    expect([code, `${stderr}${stdout}`]).toEqual([1, expect.stringContaining("SL_SONATA_FOLDER")]);
    expect(existsSync(place.path("results/config.h5"))).toBe(false);
    const converted = await place.run("convert", "circuit/config.json", "--to", "nest");
    expect([converted.code, converted.stderr]).toEqual([
      1,
      expect.stringContaining("SL_SONATA_FOLDER"),
    ]);
    expect(existsSync(place.path("config-nest"))).toBe(false);
  });

  it("overwrites none of its own input files", async () => {
    circuit({ output_dir: ".", spikes_file: "network/E_nodes.h5" });
    const before = readFileSync(place.path("circuit/network/E_nodes.h5"));
    const { code, stderr, stdout } = await run("--overwrite");
    expect([code, `${stderr}${stdout}`]).toEqual([1, expect.stringContaining("SL_OUTPUT_INPUT")]);
    expect(readFileSync(place.path("circuit/network/E_nodes.h5"))).toEqual(before);
  });

  it("refuses a result under the name of the spikes", async () => {
    circuit({ output_dir: "output", spikes_file: "spikes.h5" });
    const { code, stderr, stdout } = await run("--out", "circuit/output/spikes.h5");
    expect([code, `${stderr}${stdout}`]).toEqual([1, expect.stringContaining("SL_OUTPUT_TWICE")]);
  });

  it("names files after the seed if several are run", async () => {
    circuit({ output_dir: "output", spikes_file: "spikes.h5" });
    expect((await run("--seeds", "2", "--seed", "5")).code).toBe(0);
    for (const seed of [5, 6]) {
      expect(existsSync(place.path(`circuit/output/spikes-seed${seed}.h5`))).toBe(true);
      expect(existsSync(place.path(`circuit/output/potential-seed${seed}.h5`))).toBe(true);
    }
  });
});
