import { describe, expect, it } from "vitest";
import { drawAfferents, listBySteps } from "../src/masquelier-2008/afferents.ts";
import { lastOutside, measureDetection } from "../src/masquelier-2008/measure.ts";

describe("measureDetection", () => {
  // The pattern is presented at 100, 300 and 500 ms for 50 ms each.
  const shown = [100, 300, 500];

  it("counts presentations with spikes, spikes at other times, and the first spike of each presentation", () => {
    const times = Float64Array.of(60, 104, 120, 350, 508);
    const { hits, falseAlarms, latency } = measureDetection(times, shown, 0);
    expect(hits).toBeCloseTo(2 / 3, 12);
    // 350 ms is just past the end of the second presentation.
    expect(falseAlarms).toBe(2);
    expect(latency).toBe(6);
    expect(lastOutside(times, shown)).toBe(350);
  });

  it("omits earlier spikes", () => {
    expect(measureDetection(Float64Array.of(60, 104, 508), shown, 400)).toEqual({
      hits: 1,
      falseAlarms: 0,
      latency: 8,
    });
  });
});

describe("drawAfferents", () => {
  const seconds = 20;
  const afferents = drawAfferents(5, 1000 * seconds);
  const { shown } = afferents;
  const times = afferents.steps.map((train) => Array.from(train, (step) => step / 10));

  it("fire at 64 Hz on average, in the pattern and out of it", () => {
    const rate = (some: readonly (readonly number[])[]): number =>
      some.reduce((sum, list) => sum + list.length, 0) / some.length / seconds;
    // Rates of afferents differ by some 4 Hz in 20 s: 0.13 Hz for the mean of 1000 of them.
    expect(rate(times.slice(0, 1000))).toBeGreaterThan(63);
    expect(rate(times.slice(0, 1000))).toBeLessThan(65);
    expect(rate(times.slice(1000))).toBeGreaterThan(63);
    expect(rate(times.slice(1000))).toBeLessThan(65);
  });

  it("are never silent for longer than 50 ms, where no pattern is inserted", () => {
    // The random walk is updated once per millisecond; 0.1 ms is the grid.
    const longest = Math.max(
      ...times.slice(1000).map((list) => Math.max(...list.map((t, k) => t - (list[k - 1] ?? 0)))),
    );
    expect(longest).toBeLessThan(51.2);
  });

  it("repeat the pattern a quarter of the time, never twice in a row", () => {
    expect(shown.length * 50).toBe((1000 * seconds) / 4);
    expect(shown.every((begin, k) => k === 0 || begin - (shown[k - 1] ?? 0) >= 100)).toBe(true);
  });

  it("are listed by step in the same way as by afferent", () => {
    const { starts, spiking } = listBySteps(afferents, 10_000 * seconds);
    expect(spiking.length).toBe(afferents.steps.reduce((sum, { length }) => sum + length, 0));
    for (const step of [0, 777, 123_456]) {
      const there = [...afferents.steps.keys()].filter((k) => afferents.steps[k]?.includes(step));
      expect([...spiking.subarray(starts[step], starts[step + 1])]).toEqual(there);
    }
  });

  it("share spike times between presentations in the first half of the afferents alone", () => {
    const coincidences = (list: readonly number[]): number => {
      const [first, second] = [shown[0] ?? 0, shown[1] ?? 0];
      const near = (begin: number): readonly number[] =>
        list.filter((t) => t >= begin && t < begin + 50).map((t) => t - begin);
      const others = near(second);
      return near(first).filter((t) => others.some((other) => Math.abs(other - t) < 3)).length;
    };
    const total = (some: readonly (readonly number[])[]): number =>
      some.reduce((sum, list) => sum + coincidences(list), 0);
    // Jittered twice by 1 ms, a spike of the pattern is within 3 ms of itself in 97 % of cases, and 54 of
    // 64 spikes are of the pattern; others coincide by chance: 1 - exp(-64 Hz × 6 ms) is a third.
    expect(total(times.slice(0, 1000))).toBeGreaterThan(1.8 * total(times.slice(1000)));
  });
});
