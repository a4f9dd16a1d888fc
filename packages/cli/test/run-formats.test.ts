import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import { readNwb } from "@spikeloom/interop/nwb";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());
const run = ["run", fixture("small.json"), "--no-plots"] as const;

describe("spikeloom run --format", () => {
  it("writes the result in other formats too, from which it is read back", async () => {
    const formats = ["--format", "nwb", "--format", "csv"];
    const { code, stdout, stderr } = await place.run(...run, ...formats);
    expect(code).toBe(0);
    expect(stdout).toContain("results/small.nwb");
    expect(stderr).toContain("not in nwb: network: NWB cannot store a network");
    expect(existsSync(place.path("results/small-csv/spikes.csv"))).toBe(true);
    const { file, losses } = readNwb(place.path("results/small.nwb"));
    expect(file.tables.some(({ type }) => type === "Units")).toBe(true);
    expect(losses).toEqual([]);
    const to = ["--to", "spikeloom-result", "--out", "again"];
    expect((await place.run("convert", "results/small.nwb", ...to)).code).toBe(0);
    const [before, after] = await Promise.all(
      ["results/small.h5", "again/result.h5"].map((path) => readResult(place.path(path))),
    );
    expect(after).toEqual(before);
  });

  it("keeps files of the same name that are not results, and replaces them on request", async () => {
    writeFileSync(place.path("mine.nwb"), "an experiment");
    const out = ["--out", "mine.h5", "--format", "nwb"];
    const refused = await place.run(...run, ...out);
    expect(refused.stderr).toContain("SL_OUTPUT_OTHER at mine.nwb");
    expect(readFileSync(place.path("mine.nwb"), "utf8")).toBe("an experiment");
    const made = await place.run(...run, ...out, "--overwrite", "--json");
    const { formats } = JSON.parse(made.stdout);
    expect(formats).toMatchObject([{ format: "nwb", written: ["mine.nwb"] }]);
    expect(readNwb(place.path("mine.nwb")).file.version).toBe("2.11.0");
  });

  it.each([
    ["a format that is not there", ["--format", "nbw"], 'Did you mean "nwb"?', 1],
    ["one without results", ["--format", "pynn"], "Results cannot be written as pynn", 2],
    ["a result with the name of another format", ["--out", "x.nwb"], "--format nwb", 2],
  ])("refuses %s before it runs", async (_, options, expected, code) => {
    const refused = await place.run(...run, "--out", "never.h5", ...options);
    expect(refused.stderr).toContain(expected);
    expect(refused.code).toBe(code);
    expect(existsSync(place.path("never.h5"))).toBe(false);
  });
});
