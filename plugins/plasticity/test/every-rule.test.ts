import { describe, expect, it } from "vitest";
import { plasticity } from "../src/index.ts";
import { learn } from "./learn.ts";
import { drawTrains } from "./trains.ts";

const pre = drawTrains(3, { spikes: 12, until: 60, seed: 71 });
const post = drawTrains(2, { spikes: 12, until: 60, seed: 72 });
// Those for conductances have the same equations.
const runs = plasticity.filter(({ name }) => !name.endsWith("-cond"));

describe("every rule", () => {
  it.each(runs.map((rule) => [rule.name, rule] as const))(
    "%s runs with its defaults, with the same bits in WebAssembly and in plain JavaScript",
    async (_, rule) => {
      const { on, modulators = {}, weightUnit = "1" } = rule;
      const named = Object.keys(on).filter((event) => event !== "pre" && event !== "post");
      const lesson = {
        rule,
        pre,
        post,
        weight: weightUnit === "1" ? 0.5 : `0.5 ${weightUnit}`,
        duration: 80,
        v: "-52 mV",
        more: {
          events: Object.fromEntries(named.map((event) => [event, { every: "20 ms" }])),
          modulators: Object.fromEntries(
            Object.entries(modulators).map(([name, { unit }]) => [
              name,
              unit === "1" ? 0.5 : `0.5 ${unit}`,
            ]),
          ),
        },
      };
      const [wasm, js] = await Promise.all([
        learn({ ...lesson, target: "wasm" }),
        learn({ ...lesson, target: "js" }),
      ]);
      expect(wasm).toEqual(js);
      expect(wasm.every(({ weight }) => Number.isFinite(weight))).toBe(true);
      // Some rules do no more than let synapses come and go.
      const moves =
        Object.values(on).some((group) => "weight" in group) || rule.dynamics?.["weight"];
      if (moves) expect(wasm.some(({ weight }) => weight !== 0.5)).toBe(true);
    },
  );
});
