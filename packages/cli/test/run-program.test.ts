import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

async function written(name: string): Promise<string> {
  const { code, stdout } = await place.run("show", fixture(`${name}.json`), "--program", "--json");
  expect(code).toBe(0);
  const file = `${name}.program.json`;
  writeFileSync(place.path(file), stdout);
  return file;
}

async function answer(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await place.run("run", ...args, "--json");
  expect(stderr).not.toContain("SL_PROGRAM");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("spikeloom run of a program", () => {
  it.each(["small", "learns"])("has the spikes of the network %s on any workers", async (name) => {
    const network = await answer(fixture(`${name}.json`), "--no-plots", "--out", `${name}.h5`);
    const file = await written(name);
    for (const workers of ["1", "2"]) {
      const program = await answer(file, "--workers", workers);
      expect(program["spikeHash"]).toBe(network["spikeHash"]);
      expect(program["steps"]).toBe(network["steps"]);
    }
  });

  it("writes the program's recordings, with units, and replaces only its own files", async () => {
    const file = await written("small");
    const { data } = await answer(file, "--out", "tables");
    expect(data).toEqual(["tables/spikes.csv", "tables/samples.csv"]);
    const csv = readFileSync(place.path("tables/samples.csv"), "utf8");
    expect(csv.split("\n")[0]).toBe("time_ms,population,neuron,variable,value,unit");
    expect(csv).toMatch(/,E,1,v,-\d+(\.\d+)?,mV\r?\n/);
    const of = ["run", fixture("small.json"), "--no-plots", "--format", "csv", "--out", "same.h5"];
    expect((await place.run(...of)).code).toBe(0);
    expect(readFileSync(place.path("same-csv/samples.csv"), "utf8")).toBe(csv);
    writeFileSync(place.path("tables/spikes.csv"), "mine");
    // Refused before the run, which would take days.
    const refused = await place.run("run", file, "--out", "tables", "--for", "100000s");
    expect(refused.stderr).toContain("SL_OUTPUT_OTHER");
    expect(readFileSync(place.path("tables/spikes.csv"), "utf8")).toBe("mine");
  });

  it.each([
    ["--seed", "3"],
    ["--set", "populations.E.size=3"],
    ["--checkpoint", "10ms"],
  ])("refuses %s, which needs the network", async (option, value) => {
    const file = await written("small");
    const { code, stderr } = await place.run("run", file, option, value, "--out", "never");
    expect(code).toBe(2);
    expect(stderr).toContain(`${option} changes or reads a network`);
    expect(existsSync(place.path("never"))).toBe(false);
  });

  it("keeps recordings up to a non-finite value", async () => {
    const growing = {
      kind: "neuron",
      contract: 1,
      name: "growing",
      about: "Grows without end.",
      parameters: {},
      state: { x: { initial: 1, unit: "1", about: "grows" } },
      dynamics: { x: "x / (0.5 * ms)" },
    };
    const network = {
      format: "spikeloom-network",
      version: 1,
      duration: "500 ms",
      models: { growing },
      populations: { A: { model: "growing", size: 2 } },
      record: [{ population: "A", variables: ["x"], every: "1 ms" }],
    };
    writeFileSync(place.path("growing.json"), JSON.stringify(network));
    const shown = await place.run("show", "growing.json", "--program", "--json");
    writeFileSync(place.path("growing.program.json"), shown.stdout);
    const { code, stderr } = await place.run("run", "growing.program.json", "--out", "grown");
    expect([code, stderr]).toEqual([3, expect.stringContaining("SL_DIVERGED")]);
    expect(stderr).toContain("Data recorded until then are in grown.");
    const rows = readFileSync(place.path("grown/samples.csv"), "utf8").trim().split("\n");
    expect(rows.length).toBeGreaterThan(2 * 300);
  });

  it("locates the error in a damaged program", async () => {
    const text = readFileSync(place.path(await written("small")), "utf8");
    writeFileSync(place.path("damaged.json"), text.replace('"open":false', '"open":2'));
    const { code, stderr } = await place.run("run", "damaged.json");
    expect(code).toBe(1);
    expect(stderr).toContain("SL_PROGRAM_FILE at damaged.json.open");
  });
});

describe("other commands on a program", () => {
  it("check reports whether a backend can run it", async () => {
    const file = await written("learns");
    const sound = await place.run("check", file);
    expect(sound.stdout).toMatch(/no errors \(a program: \d+ neurons, about \d+ synapses\)/);
    expect(sound.code).toBe(0);
    const text = readFileSync(place.path(file), "utf8");
    const more = text.replace(/"requires":\s*\[/, '"requires": ["x", ');
    writeFileSync(place.path("odd.program.json"), more);
    const lacks = await place.run("check", "odd.program.json");
    expect(lacks.stderr).toContain("SL_MISSING_CAPABILITY");
    expect(lacks.code).not.toBe(0);
    const refused = await place.run("check", file, "--dt", "1ms");
    expect(refused.stderr).toContain("--dt applies to networks");
  });

  it("profile reports that it is a program, and what to do", async () => {
    const file = await written("small");
    const { stderr, code } = await place.run("profile", file);
    expect(stderr).toContain("The file contains a program.");
    expect(stderr).toContain(`Run it with spikeloom run ${file}`);
    expect(code).not.toBe(0);
  });
});
