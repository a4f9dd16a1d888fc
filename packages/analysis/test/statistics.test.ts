import { describe, expect, it, vi } from "vitest";
import {
  coefficientOfVariation,
  dominantFrequency,
  firingRate,
  fourierTransform,
  interSpikeIntervals,
  mean,
  meanIntervalVariation,
  neuronFanoFactors,
  neuronRates,
  pairCorrelations,
  powerSpectrum,
  rateHistogram,
  type SpikeSeries,
  sampleDeviation,
  spikeCountCorrelation,
  spikeTrains,
  timesByNeuron,
  type Window,
} from "../src/index.ts";

function spikes(size: number, ...pairs: readonly (readonly [number, number])[]): SpikeSeries {
  return {
    label: "E",
    size,
    neurons: Uint32Array.from(pairs, ([neuron]) => neuron),
    times: Float64Array.from(pairs, ([, time]) => time),
  };
}

/** A fixed sequence of numbers in [0, 1), so that the tests are deterministic. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const few = spikes(3, [0, 30], [1, 5], [0, 10], [0, 20], [1, 45], [0, 60]);

describe("rates and intervals", () => {
  it("counts spikes per neuron and second, silent neurons included", () => {
    expect(firingRate(few, { window: { from: 0, until: 100 } })).toBeCloseTo(20, 12); // 6 / (0.1 s * 3)
    expect(firingRate(few, { window: { from: 10, until: 30 } })).toBeCloseTo(50, 12); // both ends included
    expect(firingRate(spikes(0), { window: { from: 0, until: 1 } })).toBeNaN();
  });

  it("counts spikes of each neuron", () => {
    expect([...neuronRates(few, { window: { from: 0, until: 100 } })]).toEqual([40, 20, 0]);
    expect([...neuronRates(few, { window: { from: 10, until: 30 } })]).toEqual([150, 0, 0]);
  });

  it("sorts spikes by neuron and time", () => {
    const { offsets, times } = timesByNeuron(few);
    expect([...offsets]).toEqual([0, 4, 6, 6]);
    expect([...times]).toEqual([10, 20, 30, 60, 5, 45]);
  });

  it("lists intervals within a neuron only", () => {
    expect(interSpikeIntervals(few).map((list) => [...list])).toEqual([[10, 10, 30], [40], []]);
    const early = interSpikeIntervals(few, { window: { from: 0, until: 20 } });
    expect(early.map((list) => [...list])).toEqual([[10], [], []]);
  });

  it("creates no view per neuron to average the CV of many neurons", () => {
    const views = vi.spyOn(
      Object.getPrototypeOf(Float64Array.prototype) as Float64Array,
      "subarray",
    );
    const { neurons } = meanIntervalVariation({ ...few, size: 1_000_000 });
    const { length } = views.mock.calls;
    views.mockRestore();
    expect([neurons, length < 10]).toEqual([1, true]);
  });

  it("computes the CV with the population deviation", () => {
    // Mean 50/3; squares (-20/3)^2 twice and (40/3)^2: variance 800/9, CV = sqrt(800)/50.
    const variation = Math.sqrt(800) / 50;
    expect(coefficientOfVariation(Float64Array.of(10, 10, 30))).toBeCloseTo(variation, 12);
    expect(coefficientOfVariation(Float64Array.of(7, 7, 7))).toBe(0);
    expect(coefficientOfVariation(new Float64Array())).toBeNaN();
    expect(meanIntervalVariation(few)).toEqual({ mean: expect.closeTo(variation, 12), neurons: 1 });
    // With two spikes allowed, neuron 1 joins with a single interval, whose CV is 0.
    const loose = meanIntervalVariation(few, { leastSpikes: 2 });
    expect(loose).toEqual({ mean: expect.closeTo(variation / 2, 12), neurons: 2 });
  });

  it("finds a CV of 1 for exponential intervals", () => {
    const next = sequence(1);
    const intervals = Float64Array.from({ length: 20_000 }, () => -Math.log(1 - next()));
    // The standard error of the CV of an exponential is 1/sqrt(n) = 0.007; four of them.
    expect(Math.abs(coefficientOfVariation(intervals) - 1)).toBeLessThan(0.028);
  });

  it("bins by start, closes the last bin and scales a shorter one", () => {
    const { edges, counts, rates } = rateHistogram(few, {
      window: { from: 0, until: 60 },
      bin: 25,
    });
    expect([...edges]).toEqual([0, 25, 50, 60]);
    expect([...counts]).toEqual([3, 2, 1]);
    expect(rates[0]).toBeCloseTo(3 / (0.025 * 3), 10);
    expect(rates[2]).toBeCloseTo(1 / (0.01 * 3), 10);
  });

  it("assigns times on the grid of steps to the intended bins", () => {
    const steps = spikes(1, ...Array.from({ length: 1000 }, (_, k) => [0, k * 0.1] as const));
    const { counts } = rateHistogram(steps, { window: { from: 0, until: 100 }, bin: 0.1 });
    expect(counts.length).toBe(1000);
    expect(counts.every((count) => count === 1)).toBe(true);
  });
});

describe("spectra", () => {
  it("transforms according to the definition", () => {
    const next = sequence(2);
    const n = 64;
    const signal = Float64Array.from({ length: n }, () => next() - 0.5);
    const [real, imaginary] = [signal.slice(), new Float64Array(n)];
    fourierTransform(real, imaginary);
    for (let k = 0; k < n; k++) {
      let [re, im] = [0, 0];
      for (let t = 0; t < n; t++) {
        re += signal[t]! * Math.cos((2 * Math.PI * k * t) / n);
        im -= signal[t]! * Math.sin((2 * Math.PI * k * t) / n);
      }
      // 64 terms of order 1 in doubles: errors stay near 1e-14.
      expect(real[k]).toBeCloseTo(re, 11);
      expect(imaginary[k]).toBeCloseTo(im, 11);
    }
  });

  it("contains the variance of a sine in its integral", () => {
    const sine = Float64Array.from(
      { length: 4096 },
      (_, t) => 3 * Math.sin((2 * Math.PI * t) / 16),
    );
    const { frequencies, power, segments } = powerSpectrum(sine, { bin: 1, segment: 512 });
    const total = power.reduce((sum, value) => sum + value, 0) * frequencies[1]!;
    expect(segments).toBe(15);
    expect(total).toBeCloseTo(4.5, 6); // amplitude^2 / 2; the period divides the segment
    expect(power.indexOf(Math.max(...power))).toBe(32); // 62.5 Hz / (1000 / 512) Hz
  });

  it("finds the rhythm of synchronised bursts", () => {
    const next = sequence(3);
    const bursts: (readonly [number, number])[] = [];
    for (let t = 10; t < 2000; t += 1000 / 37) {
      for (let i = 0; i < 50; i++) bursts.push([i, t + 6 * (next() - 0.5)]);
    }
    const found = dominantFrequency(spikes(50, ...bursts), { window: { from: 0, until: 2000 } });
    // The parabola through log power places a Hann peak to about a tenth of the resolution.
    expect(Math.abs(found.frequency - 37)).toBeLessThan(0.1 * found.resolution);
    expect(found.resolution).toBeCloseTo(1000 / 512, 10);
    expect(found.prominence).toBeGreaterThan(100);
  });

  it("returns no frequency for silence", () => {
    expect(dominantFrequency(spikes(5), { window: { from: 0, until: 500 } }).frequency).toBeNaN();
  });
});

describe("spikeCountCorrelation", () => {
  it("is 1 for copies and follows the pairwise formula otherwise", () => {
    const copies = spikes(3, ...[1, 9, 14].flatMap((t) => [0, 1, 2].map((i) => [i, t] as const)));
    const window = { from: 0, until: 20 };
    const same = spikeCountCorrelation(copies, { window });
    expect(same).toEqual({ mean: expect.closeTo(1, 12), neurons: 3, pairs: 3 });
    // Counts in two bins are (1, 0) and (0, 1): perfectly opposed.
    const opposed = spikeCountCorrelation(spikes(2, [0, 1], [1, 3]), {
      window: { from: 0, until: 4 },
    });
    expect(opposed.mean).toBeCloseTo(-1, 12);
  });

  it("averages Pearson's coefficient over all pairs", () => {
    const next = sequence(4);
    const drawn = Array.from(
      { length: 400 },
      () => [Math.floor(next() * 6), next() * 200] as const,
    );
    const window = { from: 0, until: 200 };
    const rows = Array.from({ length: 6 }, (_, i) => {
      const own = drawn.filter(([neuron]) => neuron === i);
      return [...rateHistogram(spikes(6, ...own), { window, bin: 2 }).counts];
    });
    const covariance = (a: readonly number[], b: readonly number[]): number =>
      mean(a.map((value, k) => (value - mean(a)) * (b[k]! - mean(b))));
    const pairs = rows.flatMap((a, i) =>
      rows
        .slice(i + 1)
        .map((b) => covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))),
    );
    const found = spikeCountCorrelation(spikes(6, ...drawn), { window });
    expect(found.pairs).toBe(15);
    expect(found.mean).toBeCloseTo(mean(pairs), 10);
    const each = pairCorrelations(spikes(6, ...drawn), { window });
    expect([...each]).toEqual(pairs.map((pair) => expect.closeTo(pair, 12)));
  });

  it("leaves out silent neurons and samples evenly", () => {
    const even = spikes(400, ...Array.from({ length: 200 }, (_, i) => [2 * i, i] as const));
    const found = spikeCountCorrelation(even, { window: { from: 0, until: 200 }, neurons: 50 });
    expect(found.neurons).toBe(50);
    expect(spikeCountCorrelation(spikes(3), { window: { from: 0, until: 9 } }).mean).toBeNaN();
  });
});

describe("a sample", () => {
  it("has a mean, and a deviation with divisor n - 1", () => {
    expect(mean([1, 2, 3, 6])).toBe(3);
    expect(sampleDeviation([1, 2, 3, 6])).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(sampleDeviation([1])).toBeNaN();
  });
});

describe("a window beyond the recording", () => {
  const window = { from: 0, until: 200 };
  const series = {
    label: "E",
    size: 2,
    recorded: { from: 0, until: 100 },
    neurons: Uint32Array.of(0, 0, 0, 1, 1),
    times: Float64Array.of(10, 20, 40, 30, 70),
  };
  const measures: readonly (readonly [string, (one: SpikeSeries, within: Window) => unknown])[] = [
    ["firingRate", (one, within) => firingRate(one, { window: within })],
    ["neuronRates", (one, within) => neuronRates(one, { window: within })],
    ["rateHistogram", (one, within) => rateHistogram(one, { window: within, bin: 10 })],
    ["interSpikeIntervals", (one, within) => interSpikeIntervals(one, { window: within })],
    ["meanIntervalVariation", (one, within) => meanIntervalVariation(one, { window: within })],
    ["neuronFanoFactors", (one, within) => neuronFanoFactors(one, { window: within, bin: 10 })],
    ["pairCorrelations", (one, within) => pairCorrelations(one, { window: within })],
    ["spikeCountCorrelation", (one, within) => spikeCountCorrelation(one, { window: within })],
    ["dominantFrequency", (one, within) => dominantFrequency(one, { window: within })],
    ["spikeTrains", (one, within) => spikeTrains(one, { window: within })],
    ["timesByNeuron", (one, within) => timesByNeuron(one, { window: within })],
  ];

  it.each(measures)(
    "%s refuses it, and accepts one within the recording, or any for series without a recording window",
    (_, take) => {
      for (const beyond of [window, { from: -1, until: 50 }, { from: 50, until: 100.001 }]) {
        expect(() => take(series, beyond)).toThrow("SL_ANALYSIS_UNRECORDED");
      }
      const { recorded: _recorded, ...free } = series;
      take(free, window);
      // Times of steps are rounded.
      take(series, { from: 0, until: 100.00000000001 });
    },
  );
});
