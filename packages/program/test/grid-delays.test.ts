import { SpikeLoomError } from "@spikeloom/kernel";
import { type DelayRules, resolveConvention, type SynapseValue } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { type GridDelay, toGrid } from "../src/index.ts";

/** Delays in the order of the list, whatever the row. */
function listed(values: readonly number[], extent?: readonly [number, number]): SynapseValue {
  return { fill: (_, out) => out.set(values), extent };
}

function stepsOf(delay: GridDelay, count: number): readonly number[] {
  const out = new Int32Array(count);
  const partners = Array.from({ length: count }, (_, k) => k);
  delay.fill?.({ index: 0, partners }, out);
  return [...out];
}

const nest: DelayRules = { dt: 0.1, convention: resolveConvention("nest") };
const brian2: DelayRules = { dt: 0.1, convention: resolveConvention("brian2") };

describe("toGrid", () => {
  it.each([
    [nest, [1, 2]],
    // Brian2 lets the rounding error of 0.15 / 0.1 decide.
    [brian2, [1, 1]],
  ])("rounds by the convention, one value and rows alike", (rules, expected) => {
    const delays = [0.05, 0.15];
    const each = delays.map((constant) => toGrid({ constant }, rules, "delay").constant);
    expect(each).toEqual(expected);
    // With and without known ends.
    expect(stepsOf(toGrid(listed(delays, [0.05, 0.15]), rules, "delay"), 2)).toEqual(expected);
    expect(stepsOf(toGrid(listed(delays), rules, "delay"), 2)).toEqual(expected);
  });

  it("refuses delays that the convention does not allow when they are drawn", () => {
    const short = toGrid(listed([0.5, 0.01], [0.01, 0.5]), nest, "delay");
    expect(short.extent).toEqual([1, 5]);
    expect(() => stepsOf(short, 2)).toThrow("SL_DELAY at delay");
    const exact = { ...nest.convention, delay: { least: 1, rounding: "exact" } } as const;
    const whole = toGrid(listed([0.5]), { dt: 0.1, convention: exact }, "delay");
    expect(stepsOf(whole, 1)).toEqual([5]);
    const between = toGrid(listed([0.55]), { dt: 0.1, convention: exact }, "delay");
    expect(() => stepsOf(between, 1)).toThrow("a multiple of 0.1 ms");
  });

  it("refuses delays longer than a backend supports, with the backend's error", () => {
    const refuse = (delay: number, place: string): SpikeLoomError =>
      new SpikeLoomError("SL_OWN", { message: `${delay} is too long.`, place });
    const rules = { ...nest, limit: { most: 20, refuse } };
    expect(toGrid({ constant: 2 }, rules, "delay")).toEqual({ constant: 20 });
    expect(() => toGrid({ constant: 2.1 }, rules, "delay")).toThrow("SL_OWN at delay: 2.1");
    const drawn = toGrid(listed([1, 3], [1, 3]), rules, "delay");
    expect(drawn.extent).toEqual([10, 20]);
    expect(() => stepsOf(drawn, 2)).toThrow("SL_OWN at delay: 3");
    expect(toGrid({ constant: 1e6 }, nest, "delay").constant).toBe(1e7);
  });
});
