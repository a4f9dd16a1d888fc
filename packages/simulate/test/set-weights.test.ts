import { describe, expect, it } from "vitest";
import { type Simulated, simulate } from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

const signed = {
  kind: "neuron",
  contract: 1,
  name: "signed",
  about: "Takes weights of one sign.",
  parameters: {},
  receptors: {
    g: { unit: "nS", sign: "positive", about: "conductance", on: { x: "x + weight" } },
  },
  state: { x: { initial: "0 nS", unit: "nS", about: "conductance" } },
} as const;

const bounded = {
  kind: "plasticity",
  contract: 1,
  name: "bounded",
  about: "Keeps weights.",
  parameters: { w_max: { default: "2 nS", about: "largest weight" } },
  bounds: { weight: { min: "0 * w_max", max: "w_max" } },
  on: { pre: { weight: "weight" } },
} as const;

async function start(rule: object, told: unknown[]): Promise<Simulated> {
  const { populations } = counters();
  const connector = { kind: "all-to-all" };
  const projection = { from: "A", to: "B", connector, receptor: "g", weight: "1 nS" };
  const network = counters({
    populations: { ...populations, B: { model: "signed", size: 2 } },
    models: { signed, bounded },
    projections: [{ ...projection, ...rule }],
    record: [],
  });
  const plain = plasticBackend({ told });
  const backend = { ...plain, provides: [...plain.provides, "plasticity", "per-synapse-state"] };
  return await simulate(network, { stack, backend });
}

describe("weights set between steps", () => {
  it.each([
    [{}, "-1 nS", "SL_WEIGHT_SIGN"],
    [{ plasticity: "bounded" }, "3 nS", "SL_VALUE_RANGE"],
  ])("are accepted if the network check accepts them: %j", async (rule, wrong, code) => {
    const told: unknown[] = [];
    const sim = await start(rule, told);
    const last = ["1 nS", "1 nS", "1 nS", "1 nS", "1 nS", wrong];
    for (const value of [wrong, last]) {
      const refusal = expect.objectContaining({ code, place: "setSynapses" });
      await expect(sim.setWeights("A->B", value)).rejects.toThrow(refusal);
    }
    expect(told).toEqual([]);
    await sim.setWeights("A->B", "2 nS");
    expect(told).toHaveLength(1);
  });
});
