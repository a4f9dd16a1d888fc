import { writeFileSync } from "node:fs";
import type { NetworkRecord } from "@spikeloom/kernel";
import { checkResets } from "@spikeloom/network";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/default-stack.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const own = (when: string, reset: object): object => ({
  kind: "neuron",
  contract: 1,
  name: "own",
  about: "Own.",
  parameters: { top: { default: "1 mV", about: "top" }, low: { default: "2 mV", about: "low" } },
  state: {
    x: { initial: 0, unit: "mV", about: "x" },
    theta: { initial: 0, unit: "mV", about: "theta" },
  },
  spike: { when, reset },
});

function warningsOf(population: object, models: object = {}): readonly string[] {
  const head = { format: "spikeloom-network", version: 1, models };
  const network = { ...head, populations: { A: { size: 2, ...population } } };
  return checkResets(network as unknown as NetworkRecord, stack).map(({ message }) => message);
}

describe("a reset that leaves a neuron above threshold", () => {
  const above = { v_reset: "-40 mV", v_threshold: "-50 mV" };

  it("is reported for every model with both, and for none with its defaults", () => {
    const models = stack.list("neuron");
    for (const { name: model } of models) expect(warningsOf({ model })).toEqual([]);
    const both = models.filter(({ parameters }) =>
      Object.keys(above).every((p) => p in parameters),
    );
    // Neurons of frameworks have numbers without units.
    const physical = both.filter(({ parameters }) =>
      /mV$/.test(String(parameters["v_reset"]?.default)),
    );
    const silent = physical.filter(
      ({ name: model }) => warningsOf({ model, parameters: above }).length === 0,
    );
    expect(physical.length).toBeGreaterThan(15);
    const plain = { v_reset: 2, v_threshold: 1 };
    expect(warningsOf({ model: "spikingjelly-lif", parameters: plain })).toHaveLength(1);
    expect(silent.map(({ name }) => name).sort()).toEqual([
      // They fire at v_spike, above the threshold.
      ...["adex", "adex-cond-alpha", "adex-cond-beta", "adex-cond-exp", "eif"],
      // Their thresholds move.
      ...["gif-cond-exp", "lif-cond-exp-adaptive-threshold"],
    ]);
    expect(warningsOf({ model: "adex", parameters: { v_reset: "20 mV" } })).toHaveLength(1);
    expect(warningsOf({ model: "lif", parameters: above })).toEqual([
      expect.stringMatching(/^SL_RESET_FIRES at populations\.A: .*v_reset = -40 mV/),
    ]);
  });

  it("is reported if it equals the threshold, and for one neuron of a list", () => {
    const equal = { v_reset: "-50 mV", v_threshold: "-50 mV" };
    expect(warningsOf({ model: "lif", parameters: equal })).toHaveLength(1);
    const listed = { v_reset: ["-70 mV", "-45 mV"], v_threshold: "-50 mV" };
    expect(warningsOf({ model: "lif", parameters: listed })).toEqual([
      expect.stringContaining("v_reset = -45 mV"),
    ]);
  });

  it("follows the condition and the reset of a model, whatever their names", () => {
    const warningCount = (when: string, reset: object) =>
      warningsOf({ model: "own" }, { own: own(when, reset) }).length;
    expect(warningCount("x > top", { x: "low" })).toBe(1);
    expect(warningCount("x > top", { x: "top - low" })).toBe(0);
    // Not known before the run, or irrelevant to the reset.
    expect(warningCount("x > top", { x: "x - low" })).toBe(0);
    expect(warningCount("x > top + theta", { x: "low" })).toBe(0);
    expect(warningCount("theta > top", { x: "low" })).toBe(0);
  });

  it("is a warning of check, which still succeeds", async () => {
    const populations = { A: { model: "lif", size: 2, parameters: above } };
    const network = { format: "spikeloom-network", version: 1, populations };
    writeFileSync(place.path("above.json"), JSON.stringify(network));
    const { code, stderr } = await place.run("check", "above.json");
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: SL_RESET_FIRES at above\.json: populations\.A\n/),
    ]);
  });
});
