import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const network = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  populations: {
    e: {
      model: "lif-curr-exp",
      size: 20,
      initial: { v: { formula: "-65*mV + i * 0.5*mV" } },
    },
  },
  stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["600 pA"] }],
  record: [{ population: "e", variables: ["spikes"] }],
};

beforeAll(async () => {
  const more = {
    kind: "steps",
    into: "e",
    neurons: { from: 7, until: 8 },
    times: ["20 ms"],
    values: ["50 pA"],
  };
  const other = { ...network, stimuli: [...network.stimuli, more] };
  const sizes = { ...network, populations: { e: { ...network.populations.e, size: 19 } } };
  for (const [name, one] of Object.entries({ network, other, sizes })) {
    writeFileSync(place.path(`${name}.json`), JSON.stringify(one));
    const out = ["--quiet", "--for", "60 ms", "--out", `${name}.h5`];
    await place.run("run", `${name}.json`, ...out);
  }
});

describe("spikeloom compare, of two results", () => {
  it("prints the neuron and the step of the first spike that differs, with statistics of both", async () => {
    const { stdout, code } = await place.run("compare", "network.h5", "other.h5", "--json");
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ sameHash: false, difference: { population: "e", neuron: 7 } });
    const { step, time, before } = found.difference;
    expect(step).toBeGreaterThan(200);
    expect(time).toBeCloseTo(step / 10, 9);
    expect(before).toBeGreaterThan(20);
    const [{ first, second }] = found.recorders;
    expect(second.spikes).toBeGreaterThan(first.spikes - 1);
    expect(first.rate).toBeCloseTo((first.spikes / 20 / 60) * 1000, 9);
    const text = await place.run("compare", "network.h5", "other.h5");
    expect(text.stdout).toMatch(
      new RegExp(`^First difference: neuron 7 of e spikes at step ${step} .* common spikes\\.`),
    );
    expect(text.stdout).toMatch(/population +result +spikes +rate +CV +correlation/);
  });

  it("says that results are the same", async () => {
    const { stdout } = await place.run("compare", "network.h5", "network.h5");
    expect(stdout).toMatch(/^The results have the same spikes\./);
  });

  it("refuses results of different networks", async () => {
    const { stderr, code } = await place.run("compare", "network.h5", "sizes.h5");
    expect(code).not.toBe(0);
    expect(stderr).toContain("The results are not of the same network");
  });

  it("refuses options of trained networks", async () => {
    const asked = ["network.h5", "other.h5", "--memory-accesses", "sram-32k"];
    expect((await place.run("compare", ...asked)).code).not.toBe(0);
  });
});
