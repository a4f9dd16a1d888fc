import { learningSuite } from "@spikeloom/conformance";
import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { adam, crossEntropy, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { bptt } from "../src/index.ts";

const neurons = {
  model: "lif-delta",
  parameters: {
    ...{ tau_m: "10 ms", tau_refrac: "0 ms", v_rest: "0 mV" },
    ...{ v_reset: "0 mV", v_threshold: "1 mV" },
  },
};

const dense = (from: string, to: string) => ({
  ...{ name: `${from}->${to}`, from, to, delay: "1 ms", connector: { kind: "all-to-all" } },
  weight: { draw: "uniform" as const, low: "-0.5 mV", high: "0.9 mV" },
});

const network: NetworkRecord = completeNetwork(
  {
    ...{ format: "spikeloom-network", version: 1, dt: "1 ms", duration: "20 ms", seed: 3 },
    populations: {
      input: { model: "spike-array", size: 6 },
      hidden: { ...neurons, size: 12 },
      output: { ...neurons, size: 3 },
    },
    projections: [dense("input", "hidden"), dense("hidden", "output")],
  },
  stack,
);

/** Three examples, each with spikes of two inputs of its own. */
function examples(): { begins: Uint32Array; steps: Uint16Array; neurons: Uint16Array } {
  const [steps, neurons]: [number[], number[]] = [[], []];
  for (let label = 0; label < 3; label++) {
    for (let step = 0; step < 15; step += 2) {
      steps.push(step, step);
      neurons.push(2 * label, 2 * label + 1);
    }
  }
  return {
    begins: Uint32Array.of(0, 16, 32, 48),
    steps: Uint16Array.from(steps),
    neurons: Uint16Array.from(neurons),
  };
}

const batch = { size: 3, inputs: { input: examples() }, targets: Float64Array.of(0, 1, 2) };

const request = (): Omit<LearningRequest, "parameters"> => ({
  ...{ network, program: programOf(network, { stack }), stack, seed: 1 },
  trainable: (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  }),
  ...{ loss: crossEntropy, optimiser: adam({ rate: 0.05 }) },
  surrogate: {
    derivative: "1 / ((1 + 5 * abs(excess)) * (1 + 5 * abs(excess)))",
    reset: "detached",
  },
  readout: { population: "output", variable: "spikes" },
  backend: stack.get("backend", "clock"),
});

describe("backpropagation through time", () => {
  const claims = learningSuite(bptt, { request, batch, steps: 40 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());

  it("refuses what was saved of other learning", async () => {
    const learner = await bptt.begin({ ...request(), parameters: {} });
    const saved = await learner.save();
    const other = { ...request(), trainable: request().trainable.slice(1), parameters: {} };
    await expect(bptt.begin(other, saved)).rejects.toThrow("SL_TRAINING_SAVED");
    await expect(bptt.begin({ ...request(), parameters: {} }, saved.slice(8))).rejects.toThrow(
      "other bytes",
    );
  });
});
