import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

describe("spikeloom convert", () => {
  it("writes a script and its arrays, and prints what is lost", async () => {
    const { stdout, code } = await place.run("convert", fixture("small.json"), "--to", "pynn");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^wrote {2}small-pynn\/network.py/);
    expect(stdout).toContain("lost or different:\n  stimuli[0]: Its spikes are drawn anew");
    const script = readFileSync(place.path("small-pynn/network.py"), "utf8");
    expect(script).toContain("sim.SpikeSourcePoisson(");
    const named = [...script.matchAll(/load\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(readdirSync(place.path("small-pynn/data")).sort()).toEqual([...new Set(named)].sort());
  });

  it("gives the same as JSON", async () => {
    const options = ["--to", "pynn", "--out", "there/it/is", "--for", "2 s", "--json"];
    const { stdout } = await place.run("convert", fixture("small.json"), ...options);
    const { written, losses } = JSON.parse(stdout);
    expect(written[0]).toBe("there/it/is/network.py");
    expect(losses[0]).toEqual({ place: "stimuli[0]", message: expect.any(String) });
    expect(readFileSync(place.path(written[0]), "utf8")).toContain("DURATION = 2000.0");
  });

  it("refuses what PyNN has not, with the place", async () => {
    const { stderr, code } = await place.run("convert", fixture("own-models.json"), "--to", "pynn");
    expect(code).toBe(1);
    expect(stderr).toMatch(/SL_EXPORT_NEURON at .*own-models.json: populations\.\w+\.model/);
  });

  it("needs to know what to write", async () => {
    expect((await place.run("convert", fixture("small.json"))).code).toBe(2);
    expect((await place.run("convert", fixture("small.json"), "--to", "nest")).code).toBe(2);
  });
});
