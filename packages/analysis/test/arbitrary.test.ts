import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dominantFrequency,
  firingRate,
  interSpikeIntervals,
  meanIntervalVariation,
  neuronRates,
  pairCorrelations,
  rateHistogram,
  spikeCountCorrelation,
} from "../src/index.ts";

const anySpikes = fc.record({
  label: fc.string({ unit: "binary", maxLength: 12 }),
  size: fc.oneof(fc.nat(9), fc.integer({ min: -2, max: 9 }), fc.double()),
  neurons: fc.uint32Array({ max: 9, maxLength: 12 }),
  times: fc.float64Array({ maxLength: 12 }),
});

/** Run, ignore coded errors, and rethrow any other. */
function coded(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    expect(error.code).toMatch(/^SL_ANALYSIS_/);
  }
}

it("computes statistics of arbitrary arrays or throws a coded error", () => {
  fc.assert(
    fc.property(anySpikes, fc.double(), fc.double(), fc.double(), (series, from, until, bin) => {
      const window = { from, until };
      coded(() => firingRate(series, { window }));
      coded(() => neuronRates(series, { window }));
      coded(() => rateHistogram(series, { window, bin }));
      coded(() => interSpikeIntervals(series, { window }));
      coded(() => meanIntervalVariation(series, { window, leastSpikes: bin }));
      coded(() => dominantFrequency(series, { window, bin }));
      coded(() => spikeCountCorrelation(series, { window, bin }));
      coded(() => pairCorrelations(series, { window, bin }));
    }),
    { numRuns: 300 },
  );
});

describe("faults", () => {
  const spike = { label: "E", size: 2, neurons: Uint32Array.of(1), times: Float64Array.of(3) };
  const window = { from: 0, until: 4 };
  it.each([
    ["SL_ANALYSIS_LENGTHS", () => firingRate({ ...spike, times: new Float64Array(2) }, { window })],
    ["SL_ANALYSIS_NEURON", () => firingRate({ ...spike, neurons: Uint32Array.of(2) }, { window })],
    ["SL_ANALYSIS_NEURON", () => firingRate({ ...spike, size: 1.5 }, { window })],
    ["SL_ANALYSIS_NEURON", () => neuronRates({ ...spike, size: 2 ** 32 }, { window })],
    ["SL_ANALYSIS_TIME", () => firingRate({ ...spike, times: Float64Array.of(NaN) }, { window })],
    ["SL_ANALYSIS_WINDOW", () => firingRate(spike, { window: { from: 5, until: 5 } })],
    ["SL_ANALYSIS_WINDOW", () => neuronRates(spike, { window: { from: 5, until: 4 } })],
    ["SL_ANALYSIS_OPTION", () => meanIntervalVariation(spike, { leastSpikes: 1 })],
    ["SL_ANALYSIS_OPTION", () => spikeCountCorrelation(spike, { window, neurons: 1 })],
    ["SL_ANALYSIS_BINS", () => rateHistogram(spike, { window, bin: 0 })],
    ["SL_ANALYSIS_BINS", () => dominantFrequency(spike, { window })],
    ["SL_ANALYSIS_BINS", () => pairCorrelations(spike, { window: { from: 0, until: 3 } })],
  ])("%s", (code, run) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
