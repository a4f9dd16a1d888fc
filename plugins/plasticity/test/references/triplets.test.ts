import { describe, expect, it } from "vitest";
import { diehlCook, diehlCookPowerLaw, stdpTriplet, stdpTripletNearest } from "../../src/index.ts";
import { type Learned, learn } from "../learn.ts";
import { drawTrains, eventsAt, filtered, lastBefore, type Train } from "../trains.ts";

const pre = drawTrains(3, { spikes: 30, until: 800, seed: 21 });
const post = drawTrains(2, { spikes: 30, until: 800, seed: 8 });

/** A trace that the last spike set to 1. */
const last = (train: Train, time: number, tau: number): number =>
  Math.exp((lastBefore(train, time) - time) / tau);

/** Process the spikes that a synapse received; each step receives the weight and the time. */
function follow(
  synapse: Learned,
  weight: number,
  steps: Readonly<Record<"pre" | "post", (weight: number, time: number) => number>>,
): number {
  let now = weight;
  for (const { time, side } of eventsAt(synapse.pre, synapse.post)) now = steps[side](now, time);
  return now;
}

/** Rounding of 60 steps and of decays that are products of many factors. */
const rounding = 1e-11;

describe.each([
  { rule: stdpTriplet, trace: filtered },
  { rule: stdpTripletNearest, trace: last },
])("$rule.name", ({ rule, trace }) => {
  it("changes weights by the sums over pairs and triplets", async () => {
    const parameters = {
      a2_plus: "0.3 pA",
      a2_minus: "0.4 pA",
      a3_plus: "0.5 pA",
      a3_minus: "0.2 pA",
    };
    const learned = await learn({
      rule,
      parameters: { ...parameters, tau_x: "101 ms", tau_y: "125 ms" },
      pre,
      post,
      weight: "40 pA",
      duration: 900,
    });
    expect(learned).toHaveLength(6);
    for (const synapse of learned) {
      const wanted = follow(synapse, 40, {
        pre: (weight, time) =>
          weight - trace(synapse.post, time, 33.7) * (0.4 + 0.2 * trace(synapse.pre, time, 101)),
        post: (weight, time) =>
          weight + trace(synapse.pre, time, 16.8) * (0.3 + 0.5 * trace(synapse.post, time, 125)),
      });
      expect(Math.abs(synapse.weight / wanted - 1)).toBeLessThan(rounding);
    }
  });
});

describe("stdp-triplet", () => {
  // Weight change after 60 pairs, computed independently from the published parameters of the full all-to-all rule
  // for visual cortex (Pfister and Gerstner 2006); given to three digits.
  it.each([
    [10, 10, 0.132],
    [20, 10, 0.247],
    [40, 10, 0.534],
    [50, 10, 0.741],
    [10, -10, -0.334],
    [20, -10, -0.352],
    [40, -10, 0.155],
    [50, -10, 0.727],
  ])("changes a weight after 60 pairs at %d Hz and %d ms by %d", async (rate, lag, change) => {
    const times = Array.from({ length: 60 }, (_, k) => 20 + (k * 1000) / rate);
    const [synapse] = await learn({
      rule: stdpTriplet,
      pre: [times],
      // The delay of 1 ms is on the target's side, and a relay takes one step.
      post: [times.map((time) => time + lag - 1.1)],
      weight: "1 pA",
      duration: 60 * (1000 / rate) + 100,
    });
    expect((synapse?.post[0] ?? 0) - (synapse?.pre[0] ?? 0)).toBeCloseTo(lag, 6);
    expect(Math.abs((synapse?.weight ?? Number.NaN) - 1 - change)).toBeLessThan(1e-3);
  });
});

describe("stdp-triplet-nearest", () => {
  // Sjoestroem, Turrigiano and Nelson (2001) in visual cortex: the change after 60 pairs, to which the published
  // parameters
  // were fitted. Standard errors are about 0.1; the fit misses one point by 0.3, which is omitted here.
  it.each([
    [10, 10, 0.14],
    [20, 10, 0.29],
    [40, 10, 0.53],
    [50, 10, 0.56],
    [10, -10, -0.41],
    [20, -10, -0.34],
    [50, -10, 0.75],
  ])(
    "changes a weight after 60 pairs at %d Hz and %d ms by about %d",
    async (rate, lag, change) => {
      const times = Array.from({ length: 60 }, (_, k) => 20 + (k * 1000) / rate);
      const [synapse] = await learn({
        rule: stdpTripletNearest,
        pre: [times],
        post: [times.map((time) => time + lag - 1.1)],
        weight: "1 pA",
        duration: 60 * (1000 / rate) + 100,
      });
      expect(Math.abs((synapse?.weight ?? Number.NaN) - 1 - change)).toBeLessThan(0.15);
    },
  );
});

describe("diehl-cook", () => {
  it("potentiates by the trace of an earlier postsynaptic spike", async () => {
    const parameters = { nu_pre: "0.005 nS", nu_post: "0.01 nS" };
    const lesson = { rule: diehlCook, parameters, pre, post, weight: "0.4 nS", duration: 900 };
    for (const synapse of await learn({ ...lesson, convention: "brian2" })) {
      const { pre: sources, post: targets } = synapse;
      const wanted = follow(synapse, 0.4, {
        pre: (weight, time) => weight - 0.005 * last(targets, time, 20),
        post: (weight, time) => weight + 0.01 * last(sources, time, 20) * last(targets, time, 40),
      });
      expect(Math.abs(synapse.weight / wanted - 1)).toBeLessThan(rounding);
    }
  });
});

describe("diehl-cook-power-law", () => {
  it("raises weights of recent sources and lowers others, by less near the maximum", async () => {
    const lesson = { rule: diehlCookPowerLaw, pre, post, weight: "0.4 nS", duration: 900 };
    for (const synapse of await learn({ ...lesson, convention: "brian2" })) {
      const wanted = follow(synapse, 0.4, {
        pre: (weight) => weight,
        post: (weight, time) => {
          const moved =
            weight + 0.01 * (filtered(synapse.pre, time, 20) - 0.4) * (1 - weight) ** 0.2;
          return Math.min(Math.max(moved, 0), 1);
        },
      });
      expect(Math.abs(synapse.weight / wanted - 1)).toBeLessThan(rounding);
    }
  });
});
