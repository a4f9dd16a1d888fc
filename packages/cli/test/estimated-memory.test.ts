import { readFileSync, writeFileSync } from "node:fs";
import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { checkRun, estimateNetwork } from "@spikeloom/simulate";
import { afterAll, describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { chooseBackend } from "../src/choose-backend.ts";
import { defaultStack, run } from "../src/index.ts";
import { workplace } from "./spikeloom.ts";

const weight = { draw: "normal", mean: "0.1 nA", sd: "0.01 nA" } as const;

function within(changes: Partial<ProjectionRecord>): NetworkRecord {
  const connector = { kind: "fixed-outdegree", n: 100 };
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    populations: { A: { model: "lif-curr-exp", size: 5000 } },
    projections: [
      {
        from: "A",
        to: "A",
        receptor: "excitatory",
        connector,
        weight,
        delay: "1.5 ms",
        ...changes,
      },
    ],
  };
}

const networks: readonly (readonly [string, NetworkRecord])[] = [
  ["one weight", within({ weight: "0.1 nA" })],
  ["a weight each", within({})],
  ["few delays", within({ delay: { draw: "uniform", low: "1 ms", high: "2 ms" } })],
  ["many delays", within({ delay: { draw: "uniform", low: "0.1 ms", high: "20 ms" } })],
];
const brunelFile = new URL("../../../specs/network/valid/brunel.json", import.meta.url);
const tiers = ["exact", "compact", "packed"] as const;
const cases = networks.flatMap(([name, network]) =>
  tiers.flatMap((tier) => [1, 3].map((shards) => ({ name, network, tier, shards }))),
);
/** One shard and three in turn, and both under `--long`. */
const here = cases.filter((_, k) => long || k % 2 === Math.floor(k / 2) % 2);

const place = workplace();
afterAll(() => place.remove());

/** Read a figure such as `32.0 MiB` in bytes. */
function bytesIn(text: string, pattern: RegExp): number {
  const [, digits, unit = ""] = pattern.exec(text) ?? [];
  return Number(digits) * 1024 ** ["bytes", "KiB", "MiB", "GiB"].indexOf(unit);
}

it.each(networks)(
  "show, check and run agree on the memory of %s",
  async (name, network) => {
    const file = `${name}.json`.replaceAll(" ", "-");
    writeFileSync(place.path(file), JSON.stringify(network));
    const shown = (await place.run("show", file, "--workers", "1")).stdout;
    const checked = (await place.run("check", file, "--workers", "1", "--memory", "1MiB")).stderr;
    const ran = (await place.run("run", file, "--workers", "1", "--no-plots")).stdout;
    const figure = String.raw`([\d.]+) (\w+)`;
    const whole = bytesIn(shown, new RegExp(`memory +about ${figure},`));
    expect(whole).toBeGreaterThan(76 * 2 ** 20);
    // Without recordings, which go to a file, both are the same estimate.
    expect(bytesIn(checked, new RegExp(`got +about ${figure}:`)) / whole).toBeCloseTo(1, 2);
    const promised = bytesIn(shown, new RegExp(`of the network +about ${figure}`));
    expect(promised).toBeGreaterThan(2 ** 20);
    const ratio = bytesIn(ran, new RegExp(`${figure} of the network;`)) / promised;
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.15);
  },
  60_000,
);

describe("the estimate of memory", () => {
  it.each(here)("matches a run: $name, $tier, $shards shards", async (given) => {
    const { network, tier, shards } = given;
    const options = { tier, shards, workers: 1 };
    const stack = defaultStack;
    const backend = chooseBackend(stack);
    const asked = { stack, backend, shards, workers: 1 };
    const { notes, projections } = estimateNetwork({ ...network, tier }, asked);
    const [, digits, prefix] = /about (\S+) ([KM])iB each/.exec(notes[0]?.[1] ?? "") ?? [];
    const shardBytes = Number(digits) * (prefix === "M" ? 2 ** 20 : 2 ** 10);
    const { summary } = await run(network, options);
    // State is estimated from the number of variables, without internal arrays of kernels: a tenth is sufficient
    // if synapses are ten times the state.
    expect((shardBytes * shards) / summary.bytes).toBeGreaterThan(0.9);
    expect((shardBytes * shards) / summary.bytes).toBeLessThan(1.1);
    const isRing = summary.notes.some((note) => note.includes("ring"));
    expect(projections[0]?.reason).toMatch(isRing ? /^ring/ : /^segments/);
  });

  it("is two bytes a synapse of Brunel's network and some megabytes", () => {
    const brunel = readNetwork(readFileSync(brunelFile, "utf8"));
    const stack = defaultStack;
    const backend = chooseBackend(stack);
    const estimate = estimateNetwork(brunel, { stack, backend, workers: 1 });
    expect(estimate).toMatchObject({ neurons: 12_500, synapses: 15_625_000 });
    // Two bytes an index, as all targets are within 65 536 sums; one weight for all synapses.
    const kept = estimate.projections.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(kept).toBe(2 * 15_625_000);
    // The process, and some megabytes of state, spikes under way and counts.
    expect(estimate.bytes - kept).toBeGreaterThan(80e6);
    expect(estimate.bytes - kept).toBeLessThan(90e6);
    const [error] = checkRun(brunel, { stack, backend, workers: 1, memory: 2 ** 20 });
    expect(error?.message).toMatch(
      /at most 1\.00 MiB, got about 11[0-9] MiB: 29\.8 MiB for 1\.56e7 synapses/,
    );
  });
});
