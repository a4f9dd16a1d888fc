import { encodedSource } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { delta } from "../../src/delta.ts";
import { gammatone } from "../../src/gammatone.ts";
import { latency } from "../../src/latency.ts";
import { latencyLinear } from "../../src/latency-linear.ts";
import { phase } from "../../src/phase.ts";
import peers from "./peers.json" with { type: "json" };

// Written by tools/python/encoder_vectors.py with the libraries and versions listed in the file.

const window = { from: 0, until: 1000, seed: 1 };

describe(`encoders of snnTorch ${peers.versions.snntorch}`, () => {
  it("latency: the same times", () => {
    const { tau, threshold, values, times } = peers.snntorchLatency;
    const source = encodedSource(latency({ tau: `${tau} ms`, threshold }), [values.length]);
    const found = source.spikes(values, window).map(([time = Number.NaN]) => time);
    // Both are within an ulp of the logarithm; snnTorch divides by the difference in another order.
    found.forEach((time, k) => {
      expect(Math.abs(time - (times[k] ?? 0))).toBeLessThan(1e-12);
    });
  });

  it("latency, linear: the same times", () => {
    const { tau, threshold, values, times } = peers.snntorchLatencyLinear;
    const given = latencyLinear({ last: `${tau} ms`, threshold });
    const found = encodedSource(given, [values.length]).spikes(values, window);
    found.forEach(([time = Number.NaN], k) => {
      expect(Math.abs(time - (times[k] ?? 0))).toBeLessThan(1e-12);
    });
  });

  it("delta: the same spikes of three signals", () => {
    const { threshold, signal, spikes } = peers.snntorchDelta;
    const source = encodedSource(delta({ threshold }), [3], { every: 1 });
    const found = source.spikes(signal.flat(), window);
    const expected = Array.from({ length: 6 }, (_, neuron) =>
      spikes.flatMap((row, k) => (row[neuron % 3] === (neuron < 3 ? 1 : -1) ? [k] : [])),
    );
    expect(found.map((times) => [...times])).toEqual(expected);
    expect(expected.flat().length).toBeGreaterThan(50);
  });
});

describe(`encoders of SpikingJelly ${peers.versions.spikingjelly}`, () => {
  it("weighted phase: the same digits", () => {
    const { phases, values, spikes } = peers.spikingjellyPhase;
    const found = encodedSource(phase({ phases }), [values.length]).spikes(values, {
      from: 0,
      until: phases,
      seed: 1,
    });
    const expected = values.map((_, k) => spikes.flatMap((row, at) => (row[k] === 1 ? [at] : [])));
    expect(found.map((times) => [...times])).toEqual(expected);
  });

  it("latency, linear: the same times, which it rounds to steps", () => {
    const { steps, values, times } = peers.spikingjellyLatencyLinear;
    const given = latencyLinear({ last: `${steps - 1} ms` });
    const found = encodedSource(given, [values.length]).spikes(values, window);
    expect(found.map(([time = Number.NaN]) => Math.round(time))).toEqual(times);
  });
});

describe(`the gammatone filter of SciPy ${peers.versions.scipy}`, () => {
  it.each(peers.scipyGammatone.rows)("has the gain of ours around $centre Hz", (row) => {
    const { rate } = peers.scipyGammatone;
    row.frequencies.forEach((frequency, k) => {
      const filter = gammatone(row.centre, rate);
      let most = 0;
      // The last tenth of a second, when the filter has settled.
      for (let n = 0; n < rate / 2; n++) {
        const passed = filter(Math.cos((2 * Math.PI * frequency * n) / rate));
        if (n > 0.4 * rate) most = Math.max(most, Math.abs(passed));
      }
      // SciPy's filter has zeros next to the poles (Slaney 1993), which tilt the flanks of the lowest band by a few
      // percent.
      expect(Math.abs(most - (row.gain[k] ?? 0))).toBeLessThan(0.03);
    });
  });
});
