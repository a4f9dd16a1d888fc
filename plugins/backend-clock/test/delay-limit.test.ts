import type { NetworkRecord, Value } from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { checkRun } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { clock } from "../src/index.ts";
import { leaky, simulate, stack } from "./simulate.ts";

/** Two synapses with the given delays, in steps of 0.1 ms. */
function delayed(delay: Value): NetworkRecord {
  const pairs = [
    [0, 1],
    [1, 0],
  ];
  const projection = { from: "A", to: "A", connector: { kind: "pairs", pairs }, weight: "1 mV" };
  return {
    ...({ format: "spikeloom-network", version: 1 } as const),
    populations: { A: { model: leaky, size: 2 } },
    projections: [{ ...projection, delay }],
  };
}

describe("the longest delay", () => {
  const backend = clock();
  const told = (delay: Value): readonly (string | undefined)[] =>
    checkRun(delayed(delay), { stack, backend }).flatMap(({ code, place, expected }) => [
      `${code} at ${place}`,
      expected,
    ]);

  it.each<[string, Value]>([
    ["one value", "6.6 s"],
    ["one of a list", ["1 ms", "6.6 s"]],
    ["one of an array", { values: [1, 6600], unit: "ms" }],
    ["the end of a draw", { draw: "uniform", low: "1 ms", high: "60 s" }],
    [
      "the stated end of a tail",
      { draw: "normal", mean: "1 s", sd: "1 s", min: "1 ms", max: "7 s" },
    ],
  ])("is refused by the backend, before it runs: %s", async (_, delay) => {
    expect(checkNetwork(delayed(delay), { stack })).toEqual([]);
    const refused = ["SL_DELAY_LONG at projections[0].delay", "at most 6553.400000000001 ms"];
    expect(told(delay)).toEqual(refused);
    await expect(simulate(delayed(delay), [1])).rejects.toMatchObject({ code: "SL_DELAY_LONG" });
  });

  it("is detected when it is drawn if no upper limit is stated", async () => {
    const tail = { draw: "normal", mean: "1 s", sd: "2 s", min: "1 ms" } as const;
    expect(told(tail)).toEqual([]);
    const formula = { formula: "7000*ms" };
    expect(told(formula)).toEqual([]);
    await expect(simulate(delayed(formula), [1])).rejects.toMatchObject({ code: "SL_DELAY_LONG" });
  });

  it("is 65 534 steps", async () => {
    const { simulation } = await simulate(delayed("6553.4 ms"), [1]);
    expect(simulation.summary.synapses).toBe(2);
  });
});
