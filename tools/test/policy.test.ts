import { describe, expect, it } from "vitest";
import { hasFailed, pushed } from "../cart-pole/cart-pole.ts";
import { live } from "../cart-pole/live.ts";

describe("the cart", () => {
  it("moves as Gymnasium's CartPole-v1 does", () => {
    // The first step of its documentation: reset(seed=42), step(1), told in float32.
    const after = pushed([0.0273956, -0.00611216, 0.03585979, 0.0197368], 1);
    const wanted = [0.02727336, 0.18847767, 0.03625453, -0.26141977];
    for (const [k, value] of wanted.entries()) expect(after[k]).toBeCloseTo(value, 6);
  });

  it("loses its pole when it is pushed one way alone", () => {
    let [state, steps] = [pushed([0, 0, 0, 0], 1), 1];
    for (; !hasFailed(state); steps++) state = pushed(state, 1);
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(15);
    expect(state[2]).toBeLessThan(0);
  });
});

describe("a network of spiking neurons", () => {
  it("balances the pole the longer, the more it has learnt", async () => {
    const lengths = await live({ seed: 1, updates: 14 });
    const meanOf = (from: number, until: number): number =>
      lengths.slice(from, until).reduce((sum, one) => sum + one, 0) / (until - from);
    // Chance is near 22 steps; ten seeds were solved with these settings.
    expect(meanOf(0, 2)).toBeLessThan(45);
    expect(meanOf(11, 14)).toBeGreaterThan(2.5 * meanOf(0, 2));
  });
});
