import { backendSuite } from "@spikeloom/conformance";
import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { delayLine as backend } from "../backend.ts";

describe("the delay line meets the requirements for backends", () => {
  const claims = backendSuite(backend, { stack });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, claim) => claim.run());
});

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  duration: "100 ms",
  populations: {
    S: { model: "spike-array", size: 3, times: [["5 ms"], ["5 ms", "20 ms"], ["12.5 ms"]] },
    E: { model: "lif-curr-exp", size: 20, parameters: { i_offset: "0.4 nA" } },
  },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      weight: "2 nA",
      delay: "1 ms",
      connector: { kind: "fixed-probability", p: 0.6 },
    },
    {
      from: "E",
      to: "E",
      receptor: "inhibitory",
      weight: "-0.25 nA",
      delay: { draw: "uniform", low: "0.5 ms", high: "3 ms" },
      connector: { kind: "fixed-probability", p: 0.3 },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"], every: "1 ms" }],
};

it.each(["nest", "neuron"])("has the spikes and samples of the clock: %s", async (convention) => {
  const [own, other] = await Promise.all(
    [backend, clock()].map((one) => run({ ...network, convention }, { stack, backend: one })),
  );
  expect(own?.spikeCounts["E"]).toBeGreaterThan(20);
  expect(own?.spikeHash).toBe(other?.spikeHash);
  expect(own?.recordings).toEqual(other?.recordings);
});

it("names the capabilities that it lacks", async () => {
  const drawn = { S: { model: "poisson", size: 3 } };
  const plan = { ...network, populations: { ...network.populations, ...drawn } };
  await expect(run(plan, { stack, backend })).rejects.toThrow("SL_MISSING_CAPABILITY");
});
