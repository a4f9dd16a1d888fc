import { encodedSource } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { benSpiker } from "../../src/ben-spiker.ts";
import { cochlea } from "../../src/cochlea.ts";
import { eventCamera } from "../../src/event-camera.ts";
import { events } from "../../src/events.ts";
import { bandCentres, equivalentBandwidth, gammatone } from "../../src/gammatone.ts";
import { movingWindow } from "../../src/moving-window.ts";
import { stepForward } from "../../src/step-forward.ts";
import { thresholdBased } from "../../src/threshold-based.ts";

const lists = (trains: readonly Float64Array[]): number[][] => trains.map((times) => [...times]);
const window = { from: 0, until: 10_000, seed: 1 };

describe("encoders of changes", () => {
  // Computed by hand with the pseudocode of Petro, Kasabov and Kiss (2020).
  const signal = [0, 0.3, 0.3, 0.3, 0.05, -0.3];

  it("step-forward follows by one step per sample", () => {
    const source = encodedSource(stepForward({ threshold: 0.1 }), [1], { every: 1 });
    const trains = source.spikes(signal, window);
    // The baseline: 0, 0.1, 0.2, 0.2 (0.3 is no more than 0.1 above), 0.1, 0.
    expect(lists(trains)).toEqual([
      [1, 2],
      [4, 5],
    ]);
    const decoded = source.decode?.(trains, { from: 0, until: 6 }) ?? [];
    expect([...decoded].map((one) => one.toFixed(6))).toEqual([
      "0.000000",
      "0.100000",
      "0.200000",
      "0.200000",
      "0.100000",
      "0.000000",
    ]);
  });

  it("moving-window compares with the mean of previous samples", () => {
    const source = encodedSource(movingWindow({ threshold: 0.1, window: 2 }), [1], { every: 1 });
    // Means: -, 0, 0.15, 0.3, 0.3, 0.175.
    expect(lists(source.spikes(signal, window))).toEqual([
      [1, 2],
      [4, 5],
    ]);
  });

  it("threshold-based compares with the mean and standard deviation of the changes", () => {
    // Changes 0.3, 0, 0, -0.25, -0.35: mean -0.06, standard deviation 0.2267; the bound is 0.0533.
    const source = encodedSource(thresholdBased({ factor: 0.5 }), [6, 1]);
    expect(lists(source.spikes(signal, window))).toEqual([[1], [4, 5]]);
  });
});

describe("ben-spiker", () => {
  const slow = Array.from(
    { length: 400 },
    (_, k) => 0.5 - 0.35 * Math.cos((2 * Math.PI * k) / 100),
  );

  it("restores a slow signal to within the value of one spike", () => {
    const source = encodedSource(benSpiker, [1], { every: 1 });
    const decoded = source.decode?.(source.spikes(slow, window), { from: 0, until: 400 }) ?? [];
    // Without both ends, where a part of the filter has no samples yet, or no spikes any more.
    const errors = slow.map((value, k) => value - (decoded[k] ?? 0)).slice(24, -24);
    const rms = Math.sqrt(errors.reduce((sum, one) => sum + one * one, 0) / errors.length);
    // A spike moves the decoded value by up to the largest tap, 0.2; spread over the filter it is a tenth of that.
    expect(rms).toBeLessThan(0.02);
  });
});

describe("cochlea", () => {
  const rate = 16_000;
  const tone = (frequency: number, length = 3200): number[] =>
    Array.from({ length }, (_, n) => 0.3 * Math.sin((2 * Math.PI * frequency * n) / rate));

  it("has the bands of Glasberg and Moore (1990)", () => {
    // Their equation 3: 24.7 (4.37 F + 1) with F in kHz; 132.6 Hz at 1 kHz.
    expect(equivalentBandwidth(1000)).toBeCloseTo(132.639, 3);
    const centres = bandCentres(3, 100, 3500);
    expect(centres[0]).toBeCloseTo(100, 9);
    expect(centres[2]).toBeCloseTo(3500, 9);
    const scale = (f: number): number => 21.4 * Math.log10(0.00437 * f + 1);
    expect(scale(centres[1] ?? 0)).toBeCloseTo((scale(100) + scale(3500)) / 2, 9);
  });

  it("passes its centre with gain 1", () => {
    const filter = gammatone(1000, rate);
    const passed = tone(1000, 8000).map(filter).slice(6000);
    // The conjugate pole, 2 kHz away, adds less than 1e-3.
    expect(Math.abs(Math.max(...passed) / 0.3 - 1)).toBeLessThan(0.01);
  });

  it.each([300, 1000, 2500])(
    "responds to a tone of %i Hz most in the band of the tone",
    (frequency) => {
      const source = encodedSource(cochlea(), [1], { every: 1000 / rate });
      const counts = source.spikes(tone(frequency), window).map(({ length }) => length);
      const centres = bandCentres(32, 100, 3500);
      const nearest = centres.reduce(
        (best, centre, k) =>
          Math.abs(centre - frequency) < Math.abs((centres[best] ?? 0) - frequency) ? k : best,
        0,
      );
      const most = Math.max(...counts);
      expect(most).toBeGreaterThan(10);
      expect(counts[nearest]).toBeGreaterThanOrEqual(most - 2);
      // Bands far away respond only to its onset, which is a click.
      expect(counts[(nearest + 16) % 32]).toBeLessThan(5);
    },
  );

  it("refuses a sampling rate that is too low for its bands", () => {
    const act = () => encodedSource(cochlea(), [1], { every: 1 }).spikes([0, 0], window);
    expect(act).toThrow("SL_ENCODER_RATE");
  });
});

describe("event-camera", () => {
  const camera = eventCamera({ contrast_on: 0.2, contrast_off: 0.2, floor: 1e-9 });

  it("sends one event per contrast step, at the time of its crossing", () => {
    const source = encodedSource(camera, [1], { every: 10 });
    // The logarithm rises by 0.7 and falls by 0.7: three events up, and three down from 0.1 below the top.
    const high = Math.exp(-0.5);
    const low = Math.exp(-1.2);
    const [on = [], off = []] = lists(source.spikes([low, high, low, low], window));
    const crossings = [0.2, 0.4, 0.6].map((rise) => 10 + (10 * rise) / 0.7);
    on.forEach((time, k) => {
      expect(time).toBeCloseTo(crossings[k] ?? 0, 6);
    });
    const falls = [0.3, 0.5, 0.7].map((fall) => 20 + (10 * fall) / 0.7);
    off.forEach((time, k) => {
      expect(Math.abs(time - (falls[k] ?? 0))).toBeLessThan(1e-6);
    });
    expect(on.length).toBe(3);
    // The last crossing is at the very end of the ramp, where rounding decides.
    expect([2, 3]).toContain(off.length);
  });

  it("is silent for its dead time", () => {
    const slow = encodedSource(eventCamera({ dead_time: "4 ms", floor: 1e-9 }), [1], { every: 10 });
    const [on = []] = lists(slow.spikes([Math.exp(-1.9), Math.exp(-0.5)], window));
    // Seven crossings, 10 / 7 ms apart: every third is reported.
    on.slice(1).forEach((time, k) => {
      expect(time - (on[k] ?? 0)).toBeGreaterThanOrEqual(4);
    });
    expect(on.length).toBeGreaterThan(1);
  });

  it("sends noise at its rate", () => {
    const noisy = encodedSource(eventCamera({ noise: "10 Hz" }), [100], { every: 100 });
    const frames = new Float64Array(100 * 100).fill(0.5);
    const count = noisy.spikes(frames, window).reduce((sum, { length }) => sum + length, 0);
    // 100 pixels, 10 s, 10 Hz: 10 000 events, four standard deviations of a Poisson count.
    expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe("events", () => {
  it("are sent at their pixel, and refused outside of the sensor", () => {
    const given = events({ width: 4, height: 3, polarities: 2, tick: "1 us" });
    const source = encodedSource(given, [2, 4]);
    const trains = source.spikes([1500, 3, 2, 1, 500, 0, 1, 0], window);
    expect(trains.flatMap((times, k) => [...times].map((time) => [k, time]))).toEqual([
      [4, 0.5],
      [12 + 8 + 3, 1.5],
    ]);
    expect(() => source.spikes([0, 4, 0, 0, 0, 0, 0, 0], window)).toThrow(
      "SL_ENCODER_VALUE at value 1",
    );
  });
});
