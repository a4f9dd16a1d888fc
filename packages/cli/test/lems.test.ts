import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const folder = fileURLToPath(new URL("lems/", import.meta.url));
const table = (text: string): number[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));

describe("spikeloom run of a file of LEMS", () => {
  beforeAll(() => cpSync(folder, place.folder, { recursive: true }));

  it("writes the output of jNeuroML 0.14.0", async () => {
    const { code, stdout, stderr } = await place.run("run", "LEMS_pair.xml", "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toEqual(["out/pair.dat", "out/pair.spikes"]);
    const ours = table(readFileSync(place.path("out/pair.dat"), "utf8"));
    const theirs = table(readFileSync(place.path("jneuroml-pair.tsv"), "utf8"));
    expect(ours.length).toBe(1601);
    for (const [k, row] of theirs.entries()) {
      for (const [column, value] of row.entries()) {
        // jNeuroML writes single precision: seven digits, of which cancellation removes one of the current.
        const room = 1e-6 * Math.max(Math.abs(value), column === 3 ? 1e-10 : 1e-3);
        expect(Math.abs((ours[40 * k]?.[column] ?? Number.NaN) - value)).toBeLessThan(room);
      }
    }
    const spikes = table(readFileSync(place.path("out/pair.spikes"), "utf8"));
    expect(spikes).toEqual(table(readFileSync(place.path("jneuroml-pair.spikes"), "utf8")));
  });

  it("recognises NeuroML's own definitions by their file names", async () => {
    const { code, stderr } = await place.run("run", "LEMS_core.xml", "--no-plots");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const ours = table(readFileSync(place.path("core.dat"), "utf8"));
    const theirs = table(readFileSync(place.path("jneuroml-core.tsv"), "utf8"));
    expect(ours.length).toBe(10_001);
    // jNeuroML writes seven digits; its sum of steps rounds the delays of the last neuron's input.
    const room = [1e-9, 2e-8, 2e-8, 2e-8, 5e-5];
    for (const [k, row] of theirs.entries()) {
      for (const [column, value] of row.entries()) {
        const got = ours[200 * k]?.[column] ?? Number.NaN;
        expect(Math.abs(got - value), `row ${k}, column ${column}`).toBeLessThan(room[column] ?? 0);
      }
    }
  });

  it("prefers an existing file of that name to its own definitions", async () => {
    cpSync(folder, place.path("own"), { recursive: true });
    writeFileSync(place.path("own/Cells.xml"), '<Lems><ComponentType extends="cell"/></Lems>');
    const { code, stderr } = await place.run("check", "own/LEMS_core.xml");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^SL_LEMS_SHAPE at .*Cells\.xml/m)]);
  });

  it("reports that a method other than Euler's is ignored", async () => {
    const text = readFileSync(place.path("LEMS_core.xml"), "utf8");
    const meta = '$&<Meta for="jlems" method="rk4"/>';
    writeFileSync(place.path("rk4.xml"), text.replace(/<Simulation [^>]*>/, meta));
    const { stderr } = await place.run("check", "rk4.xml");
    expect(stderr).toMatch(/rk4\.xml:\d+:\d+\n +It is integrated with Euler steps/);
  });

  it("refuses to write outside of the working directory before it runs", async () => {
    const text = readFileSync(place.path("LEMS_pair.xml"), "utf8");
    writeFileSync(place.path("away.xml"), text.replace("out/pair.dat", "../away.dat"));
    const { code, stderr } = await place.run("run", "away.xml");
    expect(code).not.toBe(0);
    expect(stderr).toContain("SL_LEMS_FOLDER");
    expect(existsSync(place.path("results/away.h5"))).toBe(false);
  });

  it("refuses to convert files that refer outside the working directory", async () => {
    const text = readFileSync(place.path("LEMS_pair.xml"), "utf8");
    writeFileSync(place.path("away.xml"), text.replace("out/pair.dat", "../away.dat"));
    const { code, stderr } = await place.run(
      "convert",
      "away.xml",
      "--to",
      "nest",
      "--out",
      "away.py",
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining("SL_LEMS_FOLDER")]);
    expect(existsSync(place.path("away.py"))).toBe(false);
  });

  it("resolves links before it decides that a name is inside", async () => {
    const text = readFileSync(place.path("LEMS_pair.xml"), "utf8");
    symlinkSync("..", place.path("up"));
    writeFileSync(place.path("linked.xml"), text.replace("out/pair.dat", "up/away.dat"));
    const { code, stderr } = await place.run("run", "linked.xml");
    expect([code, stderr]).toEqual([1, expect.stringContaining("SL_LEMS_FOLDER")]);
  });

  it("replaces no file that it has not written", async () => {
    const text = readFileSync(place.path("LEMS_pair.xml"), "utf8");
    writeFileSync(place.path("own.xml"), text.replace("out/pair.dat", "precious.txt"));
    writeFileSync(place.path("precious.txt"), "precious");
    const { code, stderr } = await place.run("run", "own.xml", "--no-plots");
    expect([code, stderr]).toEqual([1, expect.stringContaining("SL_OUTPUT_OTHER")]);
    // The LEMS file states the path, which --out does not change.
    expect(stderr).toContain("Run it in another folder, move the file, or pass --overwrite.");
    expect(readFileSync(place.path("precious.txt"), "utf8")).toBe("precious");
  });

  it("names files after the seed if several are run", async () => {
    const { code, stderr } = await place.run("run", "LEMS_pair.xml", "--no-plots", "--seeds", "2");
    expect([code, stderr]).toEqual([0, ""]);
    const names = [0, 1].map((seed) => readFileSync(place.path(`out/pair-seed${seed}.spikes`)));
    expect(names[0]?.length).toBeGreaterThan(0);
  });

  it("never replaces a file that it includes, even if it may replace others", async () => {
    const text = readFileSync(place.path("LEMS_pair.xml"), "utf8");
    const units = readFileSync(place.path("types/units.xml"), "utf8");
    writeFileSync(place.path("eats.xml"), text.replace("out/pair.dat", "types/units.xml"));
    const { code, stderr } = await place.run("run", "eats.xml", "--no-plots", "--overwrite");
    expect([code, stderr]).toEqual([1, expect.stringContaining("SL_OUTPUT_INPUT")]);
    expect(readFileSync(place.path("types/units.xml"), "utf8")).toBe(units);
  });
});
