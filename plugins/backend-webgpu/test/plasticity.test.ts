import type { NetworkRecord } from "@spikeloom/kernel";
import { type RunOptions, run, simulate } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { webgpu } from "../src/index.ts";
import { plasticNetwork } from "./networks.ts";

const backend = webgpu({ processor: "cpu" });

async function weightsOf(
  network: NetworkRecord,
  options: Pick<RunOptions, "backend" | "precision" | "backendOptions">,
) {
  const result = await run(network, { stack, for: "100 ms", ...options });
  const [recorded] = result.synapseRecordings;
  const [set] = recorded?.sets ?? [];
  const values = [...(set?.snapshots.get("weight")?.values ?? [])];
  return { counts: result.spikeCounts, values };
}

/** The largest difference of two lists, relative to their largest value. */
function difference(a: readonly number[], b: readonly number[]): number {
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - (b[k] ?? 0))), 0) / largest;
}

describe("plastic synapses", () => {
  it.each(["stdp-pair", "stdp-triplet", "stdp-multiplicative"])(
    "of %s have the weights of the clock in single precision",
    async (rule) => {
      const small = { draw: "uniform", low: "0.1 pA", high: "0.4 pA" };
      const stimuli = [{ kind: "steps", into: "e", times: ["1 ms"], values: ["800 pA"] }];
      const plastic = plasticNetwork(rule, { weight: small });
      const network = { ...plastic, stimuli } as never as NetworkRecord;
      const expected = await weightsOf(network, { backend: clock(), precision: "f32" });
      const got = await weightsOf(network, { backend });
      expect(expected.counts["e"]).toBeGreaterThan(50);
      expect(got.counts).toEqual(expected.counts);
      expect(got.values.length).toBeGreaterThan(500);
      expect(new Set(got.values).size).toBeGreaterThan(500);
      expect(difference(expected.values, got.values)).toBeLessThan(1e-5);
    },
  );

  it("have the same weights whatever the sizes of submissions and pieces", async () => {
    const network = plasticNetwork("stdp-pair");
    const whole = await weightsOf(network, { backend });
    const backendOptions = { window: 7, piece: 1024 };
    expect(await weightsOf(network, { backend, backendOptions })).toEqual(whole);
    expect(whole.values.length).toBeGreaterThan(500);
  });

  it("have the same weights after a run was saved and continued", async () => {
    const network = plasticNetwork("stdp-pair");
    const simulated = await simulate(network, { stack, backend, seed: 3 });
    await simulated.advance("30 ms");
    const fork = await simulated.fork();
    const found = [];
    for (const one of [simulated, fork]) {
      await one.advance("30 ms");
      found.push([...(await one.synapses("learning", "weight")).values]);
      await one.close();
    }
    expect(new Set(found[0]).size).toBeGreaterThan(100);
    expect(found[1]).toEqual(found[0]);
  });

  it("refuse a delivery that their sums do not allow for", async () => {
    const network = plasticNetwork("stdp-pair", { weight: "0.001 pA" });
    const { populations } = network;
    const rule = { ...stack.find("plasticity", "stdp-pair"), bounds: undefined, name: "unbounded" };
    const grown = {
      ...network,
      populations,
      projections: [{ ...network.projections?.[0], plasticity: rule }],
      stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["600 pA"] }],
    } as never as NetworkRecord;
    await expect(run(grown, { stack, backend, for: "100 ms" })).rejects.toMatchObject({
      code: "SL_DELIVERY_RANGE",
    });
  });

  it("take weights, third factors and events that code sets", async () => {
    const network = {
      ...plasticNetwork("dopamine", { weight: "1 pA", modulators: { dopamine: "0 Hz" } }),
      stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["800 pA"] }],
    } as never as NetworkRecord;
    const results = await Promise.all(
      [clock(), backend].map(async (one) => {
        const precision = one === backend ? {} : { precision: "f32" };
        const simulated = await simulate(network, { stack, backend: one, ...precision } as never);
        await simulated.advance("40 ms");
        await simulated.setModulator("learning", "dopamine", "5 Hz");
        await simulated.advance("20 ms");
        const { values } = await simulated.synapses("learning", "weight");
        await simulated.close();
        return [...values];
      }),
    );
    const [expected = [], got = []] = results;
    expect(new Set(got).size).toBeGreaterThan(100);
    expect(difference(expected, got)).toBeLessThan(1e-5);
  });
});
