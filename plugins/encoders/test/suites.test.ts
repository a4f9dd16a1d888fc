import { type EncoderSuiteOptions, encoderSuite } from "@spikeloom/conformance";
import type { Configured, EncoderRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import * as all from "../src/index.ts";
import { encoders } from "../src/index.ts";
import { keeps } from "./keeps.ts";

/** A slow oscillation between 0.1 and 0.9, computed without platform-dependent functions. */
const swing = Array.from({ length: 200 }, (_, k) => {
  const x = (k % 40) / 20 - 1;
  return 0.5 + 0.4 * Math.sign(x) * (1 - (2 * Math.abs(x) - 1) ** 2);
});

const still = { shape: [2, 3], values: [0, 0.25, 0.5, 0.625, 0.75, 1] };
const signal = { shape: [1], values: swing, every: 2 };

type Case = readonly [EncoderRecord | Configured<EncoderRecord>, EncoderSuiteOptions];

/** Test parameters of each encoder, and the tolerance of a decoded value. */
const cases: readonly Case[] = [
  // At most 1000 spikes in 10 s: five standard deviations of a count, over the largest count.
  [all.rate, { ...still, within: 0.16 }],
  // 10 000 draws with a standard deviation of at most 0.005, four of them.
  [all.rateBernoulli, { ...still, within: 0.02 }],
  // Times of some thousand ms have a rounding error of 1e-12, over intervals of 10 ms.
  [all.rateRegular, { ...still, within: 1e-9 }],
  [all.latency, { ...still, within: 1e-12 }],
  // The value 0 spikes at 100 ms, which is decoded as 0.
  [all.latencyLinear, { ...still, within: 1e-12 }],
  // A single spike encodes at most 1 / 5, and no spike 0.
  [all.burst, { ...still, within: 1e-12 }],
  // Rounded down to 8 digits, of which 1 has no more than 1 - 1 / 256.
  [all.phase, { ...still, within: 1 / 256 }],
  // Ranks of a geometric series are decoded exactly.
  [all.rankOrder({ modulation: 0.5 }), { shape: [5], values: [0.25, 0, 1, 0.125, 0.5], within: 0 }],
  // The logarithm of an excitation of 0.1 has an error of 1e-15 / 0.1.
  [all.population, { ...still, within: 1e-12 }],
  [
    all.populationCircular({ high: 360 }),
    { shape: [5], values: [1, 90, 170, 181, 300], within: 1e-9 },
  ],
  [all.delta, signal],
  // The decoded value is less than a step away.
  [all.sendOnDelta({ step: 0.05 }), { ...signal, within: 0.05 }],
  // The oscillation changes by at most 0.08 per sample, so once the baseline has reached it, it stays within a step.
  [all.stepForward({ threshold: 0.1, initial: 0.5 }), { ...signal, within: 0.1 + 1e-12 }],
  [all.movingWindow({ threshold: 0.05 }), signal],
  [all.thresholdBased({ interval: "2 ms" }), { shape: [200, 1], values: swing }],
  [all.benSpiker, signal],
  [all.cochlea({ bands: 4, low: "10 Hz", high: "100 Hz" }), signal],
  [
    all.eventCamera({ noise: "20 Hz", mismatch: 0.02, dead_time: "1 ms" }),
    { ...signal, shape: [2, 2] },
  ],
  [
    all.events({ width: 3, height: 2, polarities: 2, tick: "10 ms" }),
    { shape: [3, 4], values: [0.5, 0, 0, 0, 1, 2, 1, 0, 30, 2, 1, 1] },
  ],
];

describe("all encoders", () => {
  it("are in the list, under unique names, and tested here", () => {
    const tried = cases.map(([given]) => ("model" in given ? given.model : given).name);
    expect(tried.toSorted()).toEqual(encoders.map(({ name }) => name).toSorted());
    expect(new Set(tried).size).toBe(tried.length);
  });
});

describe.each(
  cases.map(([given, options]) => {
    const { name } = "model" in given ? given.model : given;
    return [name, given, options] as const;
  }),
)("%s", (_, given, options) => keeps(encoderSuite(given, options)));
