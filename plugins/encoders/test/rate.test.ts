import { encoderSuite } from "@spikeloom/conformance";
import { encodedSource } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { rate } from "../src/rate.ts";
import { keeps } from "./keeps.ts";

describe("rate", () => {
  // At most 1000 spikes in 10 s: five standard deviations of a count, over the largest count.
  keeps(encoderSuite(rate, { shape: [2, 2], values: [0, 0.25, 1, 0.5], within: 0.16 }));

  it("has the counts and intervals of a Poisson process", () => {
    const neurons = 400;
    const values = new Float64Array(neurons).fill(0.5);
    const trains = encodedSource(rate({ rate_max: "80 Hz" }), [neurons]).spikes(values, {
      from: 0,
      until: 2500,
      seed: 11,
    });
    // 400 counts of mean 40 Hz × 2.5 s = 100.
    const counts = trains.map(({ length }) => length);
    const mean = counts.reduce((sum, one) => sum + one, 0) / neurons;
    const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (neurons - 1);
    // Four standard deviations: of the mean sqrt(100 / 400) = 0.5, of the variance 100 sqrt(2 / 399) = 7.1.
    expect(Math.abs(mean - 100)).toBeLessThan(2);
    expect(Math.abs(variance - 100)).toBeLessThan(28.4);
    const intervals = trains.flatMap((times) =>
      [...times.slice(1)].map((t, k) => t - (times[k] ?? 0)),
    );
    // Exponential intervals: a fraction 1 / e is above the mean of 25 ms, four standard deviations of 39 600 draws.
    const above = intervals.filter((one) => one > 25).length / intervals.length;
    expect(Math.abs(above - Math.exp(-1))).toBeLessThan(4 * Math.sqrt(0.2325 / intervals.length));
  });

  it("fires at rate_min for 0 and refuses values above 1", () => {
    const given = rate({ rate_max: "80 Hz", rate_min: "20 Hz" });
    const source = encodedSource(given, [2]);
    const [low, high] = source.spikes([0, 1], { from: 0, until: 10_000, seed: 1 });
    // 200 and 800 spikes, four standard deviations each.
    expect(Math.abs((low?.length ?? 0) - 200)).toBeLessThan(57);
    expect(Math.abs((high?.length ?? 0) - 800)).toBeLessThan(114);
    expect(() => source.spikes([0, 255], { from: 0, until: 1, seed: 1 })).toThrow(
      'SL_ENCODER_VALUE at value 1: "rate" cannot encode this value.',
    );
  });
});
