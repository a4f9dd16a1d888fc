import type { NetworkRecord } from "@spikeloom/kernel";
import { checkRun, run, simulate } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event as backend } from "../src/index.ts";

const head = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  convention: "brian2",
} as const;
const lif = { model: "lif-delta", size: 1 } as const;
const connector = { kind: "all-to-all" } as const;

/** Sources drive a population without delay, and it another one; both have delayed synapses as well. */
function layered(delay: string): NetworkRecord {
  return {
    ...head,
    populations: {
      s: { model: "poisson", size: 30, parameters: { rate: "60 Hz" } },
      b: { ...lif, size: 10 },
      a: { ...lif, size: 10 },
    },
    projections: [
      { from: "s", to: "a", connector, weight: "3 mV", delay },
      { from: "a", to: "b", connector, weight: "5 mV", delay },
      { from: "b", to: "a", connector, weight: "-2 mV", delay: "0.83 ms" },
      { from: "b", to: "b", connector, weight: "-1 mV", delay: "1.2 ms" },
    ] as never,
    record: [{ population: "b", variables: ["spikes"] }],
  };
}

it("lets a spike without delay act at its own time, through several populations", async () => {
  const network: NetworkRecord = {
    ...head,
    populations: {
      b: lif,
      a: lif,
      s: { model: "spike-array", size: 1, times: [["1.07 ms", "9.3 ms"]] },
    },
    projections: [
      { from: "s", to: "a", connector, weight: "100 mV", delay: "0 ms" },
      { from: "a", to: "b", connector, weight: "100 mV", delay: "0 ms" },
    ] as never,
    record: [{ population: "b", variables: ["spikes"] }],
  };
  const { recordings } = await run(network, { stack, backend, for: "10 ms" });
  expect([...(recordings[0]?.spikes?.times ?? [])]).toEqual([1.07, 9.3]);
});

it("is the limit of short delays", async () => {
  const timesOf = async (delay: string) => {
    const { recordings } = await run(layered(delay), { stack, backend, seed: 6, for: "80 ms" });
    return [...(recordings[0]?.spikes?.times ?? [])];
  };
  const [instant, short] = [await timesOf("0 ms"), await timesOf("1e-3 ms")];
  expect(instant.length).toBeGreaterThan(40);
  expect(short.length).toBe(instant.length);
  // Each of the two short delays is passed on by every spike before it.
  for (const [k, time] of instant.entries()) {
    expect(Math.abs((short[k] as number) - time)).toBeLessThan(0.05);
  }
});

it("gives the same bits in pieces", async () => {
  const network = layered("0 ms");
  const whole = await run(network, { stack, backend, seed: 6, for: "60 ms" });
  const pieces = await simulate(network, { stack, backend, seed: 6 });
  for (const piece of ["0.3 ms", "17.2 ms"]) await pieces.advance(piece);
  const saved = await pieces.save();
  await pieces.advance("42.5 ms");
  expect((await pieces.result()).spikeHash).toBe(whole.spikeHash);
  await pieces.restore(saved);
  for (let k = 0; k < 17; k++) await pieces.advance("2.5 ms");
  expect((await pieces.result()).spikeHash).toBe(whole.spikeHash);
});

it("refuses cycles without delay, and delays that are too short", () => {
  const codesOf = (from: string, to: string, delay: string) => {
    const [first, second] = layered("0 ms").projections ?? [];
    const more = { from, to, connector, weight: "1 mV", delay };
    const network = { ...layered("0 ms"), projections: [first, second, more] as never };
    return checkRun(network, { stack, backend }).map(({ code, place }) => `${code} ${place}`);
  };
  expect(codesOf("s", "b", "0 ms")).toEqual([]);
  expect(codesOf("b", "a", "0 ms")[0]).toContain("SL_INSTANT_DELAY projections[");
  expect(codesOf("b", "b", "0 ms")).toEqual(["SL_INSTANT_DELAY projections[2].delay"]);
  expect(codesOf("b", "a", "1e-7 ms")).toEqual(["SL_INSTANT_DELAY projections[2].delay"]);
});
