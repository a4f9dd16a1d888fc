import { describe, expect, it } from "vitest";
import { vogels, vogelsSprekeler } from "../../src/index.ts";
import { learn } from "../learn.ts";
import { drawTrains, eventsAt, filtered } from "../trains.ts";

const pre = drawTrains(3, { spikes: 30, until: 800, seed: 31 });
const post = drawTrains(2, { spikes: 30, until: 800, seed: 9 });

describe("vogels", () => {
  it("potentiates near-coincident spikes and depresses each presynaptic one", async () => {
    const parameters = { eta: "0.5 nS", rate_target: "10 Hz" };
    const learned = await learn({
      rule: vogels,
      parameters,
      pre,
      post,
      weight: "20 nS",
      duration: 900,
      convention: "brian2",
    });
    expect(learned).toHaveLength(6);
    for (const { weight, pre: sources, post: targets } of learned) {
      // Every pair counts once, at its later spike; alpha is 2 * 10 Hz * 20 ms.
      let wanted = 20;
      for (const source of sources) wanted += 0.5 * (filtered(targets, source, 20) - 0.4);
      for (const target of targets) wanted += 0.5 * filtered(sources, target, 20);
      expect(Math.abs(weight / wanted - 1)).toBeLessThan(1e-11);
    }
  });

  it("is depressed by eta * alpha at each presynaptic spike if the target is silent", async () => {
    // With a rate of 3 Hz and a tau of 20 ms alpha is 0.12.
    const slow = Array.from({ length: 10 }, (_, k) => 500 + 1000 * k);
    const lesson = { rule: vogels, pre: [slow], weight: "5 nS", duration: 10_000 };
    const [alone] = await learn({ ...lesson, post: [[]] });
    expect(alone?.weight).toBeCloseTo(5 - 10 * 0.01 * 0.12, 10);
  });
});

describe.each([1, -1])("vogels-sprekeler with weights of sign %d", (sign) => {
  it("keeps magnitudes between 0 and the maximum", async () => {
    const parameters = { eta: "0.02 pA", alpha: 0.8, w_max: `${sign} pA` };
    const weight = `${0.5 * sign} pA`;
    const lesson = { rule: vogelsSprekeler, parameters, pre, post, weight, duration: 900 };
    for (const synapse of await learn(lesson)) {
      let strength = 0.5;
      for (const { time, side } of eventsAt(synapse.pre, synapse.post)) {
        const others = side === "pre" ? synapse.post : synapse.pre;
        strength = Math.min(strength + 0.02 * filtered(others, time, 20), 1);
        if (side === "pre") strength = Math.max(strength - 0.8 * 0.02, 0);
      }
      expect(Math.abs(synapse.weight / (sign * strength) - 1)).toBeLessThan(1e-11);
    }
  });
});
