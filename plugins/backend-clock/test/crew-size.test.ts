import { parallelism } from "@spikeloom/code";
import { defineNeuron } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { leaky, type Network, simulate } from "./simulate.ts";

const about = "Takes many operations a step.";

/** Each of its ten steps computes at least an exponential, and none can be omitted. */
const costly = defineNeuron({
  name: "costly",
  about,
  parameters: { tau: { default: "10 ms", about } },
  state: { v: { initial: "0 mV", unit: "mV", about } },
  step: Array.from({ length: 10 }, (_, k) => ({
    v: `v + exp(-v / (${k + 1}*mV)) * mV * dt / tau`,
  })),
  spike: { when: "v >= 1*volt", reset: { v: "0*mV" } },
});

const of = (model: typeof costly | typeof leaky, size: number): Network => ({
  populations: { n: { model, size } },
});

describe("the number of workers", () => {
  it.each([
    ["many costly neurons", of(costly, 8000), parallelism()],
    ["few costly neurons", of(costly, 100), 1],
    ["as many cheap neurons", of(leaky, 8000), 1],
  ])("is chosen by the cost of neurons: %s", async (_, network, workers) => {
    const { simulation } = await simulate(network, [1]);
    expect(simulation.workers).toBe(workers);
    const note = simulation.summary.notes.find((text) => text.startsWith("workers: "));
    expect(note).toMatch(`workers: ${workers}, chosen for 0 synapses and `);
    await simulation.close();
  });

  it("is reported with the option that set it", async () => {
    const { simulation } = await simulate(of(costly, 8000), [1], { workers: 1 });
    expect(simulation.summary.notes).toContain("workers: 1, as requested");
    await simulation.close();
  });
});
