import { describe, expect, it } from "vitest";
import { stdpVanRossum } from "../../src/index.ts";
import { learn } from "../learn.ts";

describe("stdp-van-rossum", () => {
  // Four hundred synapses of one pair each: every step has its own draw.
  const count = 400;
  const pre = Array.from({ length: count }, () => [20]);

  it.each([
    ["potentiates by c_p", [28.9], (sum: number) => 0.5 + 0.007 * sum],
    ["depresses by a share c_d", [8.9], (sum: number) => 0.5 - 0.003 * 0.5 * sum],
  ] as const)("%s, with noise of sigma times the weight", async (_, post, mean) => {
    const lesson = { rule: stdpVanRossum, pre, post: [[...post]], weight: "0.5 nS" };
    const learned = await learn({ ...lesson, duration: 60 });
    const [{ pre: from = [], post: to = [] } = {}] = learned;
    const sum = Math.exp(-Math.abs((to[0] ?? 0) - (from[0] ?? 0)) / 20);
    const weights = learned.map(({ weight }) => weight);
    const average = weights.reduce((all, one) => all + one, 0) / count;
    const spread = Math.sqrt(weights.reduce((all, one) => all + (one - average) ** 2, 0) / count);
    const sd = 0.015 * 0.5 * sum;
    // Five standard errors of a mean and of a standard deviation of 400 normal draws.
    expect(Math.abs(average - mean(sum))).toBeLessThan((5 * sd) / Math.sqrt(count));
    expect(Math.abs(spread / sd - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
    expect(new Set(weights).size).toBe(count);
  });
});
