import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event as backend } from "../src/index.ts";

const clock = stack.list("backend").find(({ name }) => name === "clock") as typeof backend;

/** Neurons without leak and threshold, whose potential is the weighted number of their spikes. */
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  populations: {
    n: { model: "if-delta", size: 30, parameters: { v_threshold: "1e6 mV" } },
  },
  stimuli: [
    {
      kind: "poisson",
      into: "n",
      neurons: { from: 3 },
      rate: "40 Hz",
      count: 20,
      counts: "binomial",
      weight: "1 mV",
      start: "2.5 ms",
      stop: "31.2 ms",
    },
    {
      kind: "poisson",
      into: "n",
      rate: { formula: "(2 + t/ms) * 100*Hz" },
      counts: "binomial",
      count: 3,
      weight: "64 mV",
    },
  ] as never,
  record: [{ population: "n", variables: ["v"], every: "0.5 ms" }],
};

it("draws the binomial counts of the clock", async () => {
  const valuesOf = async (on: typeof backend) => {
    const { recordings } = await run(network, { stack, backend: on, seed: 8, for: "40 ms" });
    return [...(recordings[0]?.samples.get("v")?.values ?? [])];
  };
  const [exact, steps] = [await valuesOf(backend), await valuesOf(clock)];
  expect(exact.length).toBe(80 * 30);
  expect((exact.at(-1) as number) - (exact[0] as number)).toBeGreaterThan(64);
  for (const [k, value] of exact.entries()) {
    expect(Math.abs(value - (steps[k] as number))).toBeLessThan(1e-9);
  }
});
