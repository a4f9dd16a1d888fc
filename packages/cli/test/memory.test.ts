import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

/** A million neurons with a thousand synapses each: a billion, with individual weights. */
function billion(name: string, more: object = {}, head: object = {}): string {
  const network = {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    ...head,
    populations: { A: { model: "lif-curr-exp", size: 1_000_000 } },
    projections: [
      {
        from: "A",
        to: "A",
        receptor: "excitatory",
        connector: { kind: "fixed-outdegree", n: 1000 },
        weight: { draw: "normal", mean: "0.1 nA", sd: "0.01 nA" },
        delay: "1.5 ms",
        ...more,
      },
    ],
  };
  writeFileSync(place.path(name), JSON.stringify(network));
  return name;
}

it("does not recommend a smaller network if the process alone exceeds the limit", async () => {
  const { code, stderr } = await place.run("check", fixture("small.json"), "--memory", "1MiB");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Set "memory" above [\d.]+ MiB, which an empty network takes\./);
  expect(stderr).not.toContain("smaller");
});

describe("a network of a billion synapses", () => {
  it("is refused by run and check if it does not fit, with its needs and remedies", async () => {
    const file = billion("exact.json");
    for (const command of ["run", "check"]) {
      const { code, stdout, stderr } = await place.run(command, file, "--memory", "4GiB");
      expect([command, code, stdout]).toEqual([command, 1, ""]);
      expect(stderr).toMatch(/^SL_MEMORY at exact\.json: projection "A->A" above all/);
      // Twelve bytes each: an index of four, a double of eight.
      expect(stderr).toMatch(/expected {2}at most 4\.00 GiB\n.*11\.2 GiB for 1\.00e9 synapses/);
      expect(stderr).toContain('"tier": "packed" would take');
    }
  });

  it("is shown with its memory, whether or not the machine has enough", async () => {
    const file = billion("exact.json");
    const large = await place.run("show", file, "--memory", "24GiB");
    expect(large.code).toBe(0);
    expect(large.stdout).toMatch(/synapses +about 1 000 000 000/);
    expect(large.stdout).toMatch(/of synapses +about 11\.2 GiB \(12 bytes each\)/);
    expect(large.stdout).toMatch(/shards +4, about [23]\.\d+ GiB each/);
    expect(large.stdout).toMatch(/fits +yes: 24\.0 GiB can be taken/);
    expect(large.stdout).toMatch(/A->A +11\.2 GiB +segments by delay: 1 delay, about 1 000 syn/);
    const small = await place.run("show", file, "--memory", "8GiB");
    expect(small.stdout).toMatch(/fits +no: 8\.00 GiB can be taken/);
    expect(small.stdout).toMatch(/tier packed +about [3-7]\.\d+ GiB +fits/);
    expect(small.stdout).toMatch(/tier exact .* does not fit/);
    expect(small.stdout).toMatch(/procedural, where possible +about \d+ MiB +fits/);
  });

  it("fits if packed, and uses no memory for procedural synapses", async () => {
    const packed = await place.run("show", billion("exact.json"), "--tier", "packed", "--json");
    expect(JSON.parse(packed.stdout)).toMatchObject({
      network: { tier: "packed" },
      estimate: { synapses: 1e9, projections: [{ bytes: 4e9 }] },
    });
    const tier = { tier: "packed" };
    const fits = await place.run("check", billion("packed.json", {}, tier), "--memory", "8GiB");
    expect([fits.code, fits.stderr]).toEqual([0, ""]);
    const drawn = billion("drawn.json", { procedural: true });
    const { stdout } = await place.run("show", drawn, "--memory", "1GiB");
    expect(stdout).toMatch(/fits +yes/);
    expect(stdout).toMatch(/A->A +0 bytes +redrawn at each spike/);
  });
});

describe("workers, shards and memory", () => {
  it("are refused as usage errors if they are not numbers", async () => {
    const wrong: readonly (readonly [string, string, string])[] = [
      ["--workers", "0", "an integer from 1"],
      ["--workers", "two", "an integer from 1"],
      ["--shards", "1.5", "an integer from 1"],
      ["--memory", "lots", "24GiB"],
      ["--tier", "tight", "exact, compact, packed"],
    ];
    for (const [option, value, text] of wrong) {
      const { code, stderr } = await place.run("run", "x.json", option, value);
      expect([option, code, stderr.includes(text)]).toEqual([option, 2, true]);
    }
  });

  it("must be consistent", async () => {
    const file = billion("exact.json");
    for (const command of ["run", "check", "show"]) {
      const { code, stderr } = await place.run(command, file, "--workers", "4", "--shards", "2");
      expect([command, code]).toEqual([command, 1]);
      expect(stderr).toMatch(/SL_SHARING at .*shards/);
    }
    const few = await place.run("check", file, "--shards", "2", "--memory", "64GiB");
    expect(few.stderr).toMatch(/SL_SHARD_MEMORY at .*shards/);
    expect(few.stderr).toContain("into at least 4 shards");
  });
});
