import { describe, expect, it } from "vitest";
import * as analysis from "../src/index.ts";
import { firingRate, rateHistogram, type SpikeSeries } from "../src/index.ts";

const spikes: SpikeSeries = {
  label: "E",
  size: 2,
  neurons: Uint32Array.of(0, 1),
  times: Float64Array.of(3, 8),
};
const train = Float64Array.of(1, 2);
const window = { from: 0, until: 20 };

/** A call without its options, by function; with the required options. */
const takers = {
  firingRate: [[spikes], { window }],
  neuronRates: [[spikes], { window }],
  rateHistogram: [[spikes], { window, bin: 5 }],
  neuronFanoFactors: [[spikes], { window, bin: 5 }],
  spikeCountCorrelation: [[spikes], { window }],
  pairCorrelations: [[spikes], { window }],
  dominantFrequency: [[spikes], { window }],
  powerSpectrum: [[new Float64Array(8)], { bin: 1, segment: 4 }],
  isiDistance: [[train, train], { window }],
  spikeDistance: [[train, train], { window }],
  vanRossumDistance: [[train, train], { timeConstant: 5 }],
  victorPurpuraDistance: [[train, train], { cost: 0.1 }],
  correlogram: [[train, train], { bin: 1, longest: 5 }],
  distributionOf: [[[1, 2]], { low: 0, width: 1, bins: 3 }],
  binEdges: [[], { window, bin: 5 }],
  countInBins: [[train], { edges: Float64Array.of(0, 1, 2), bin: 1 }],
} as const;

type Taker = (...given: readonly unknown[]) => unknown;

describe.each(Object.entries(takers))("%s", (name, [data, options]) => {
  const take = analysis[name as keyof typeof takers] as Taker;

  it("takes its data first and a record of options last", () => {
    take(...data, options);
    const wrong = { ...options, colr: 1 };
    expect(() => take(...data, wrong)).toThrow(
      expect.objectContaining({ code: "SL_OPTION", got: '"colr"' }),
    );
  });

  it("names every required option if one is missing", () => {
    for (const missing of Object.keys(options)) {
      const given = Object.fromEntries(Object.entries(options).filter(([key]) => key !== missing));
      for (const options of [given, undefined]) {
        const error = (() => {
          try {
            return take(...data, options);
          } catch (fault) {
            return fault as { readonly code: string; readonly expected: string };
          }
        })() as { readonly code: string; readonly expected: string };
        expect(error.code).toBe("SL_OPTION");
        for (const needed of Object.keys(takers[name as keyof typeof takers][1])) {
          expect(error.expected).toContain(`${needed}: `);
        }
      }
    }
  });
});

describe("a measure with wrong options", () => {
  it("explains the arguments if it is called like others: window first, then the bin", () => {
    const take = rateHistogram as Taker;
    expect(() => take(spikes, window, 5)).toThrow(
      expect.objectContaining({
        code: "SL_OPTION",
        place: "rateHistogram",
        expected: "window: { from, until } in ms, bin: a width in ms",
        got: '"from"',
        next: "Write window: { from, until }.",
      }),
    );
  });

  it.each([
    [null, "null"],
    ["100 ms", '"100 ms"'],
    [{ from: 0, until: "100 ms" }, '0 to "100 ms"'],
    [[0, 100], "0,100"],
  ])("refuses the window %j and shows the form of one", (wrong, got) => {
    const expected = "{ from, until } with numbers of ms, such as { from: 0, until: 1000 }";
    expect(() => firingRate(spikes, { window: wrong as never })).toThrow(
      expect.objectContaining({ code: "SL_ANALYSIS_WINDOW", place: "window", expected, got }),
    );
    expect(() => analysis.interSpikeIntervals(spikes, { window: wrong as never })).toThrow(
      "SL_ANALYSIS_WINDOW",
    );
  });

  it("refuses a bin with a unit", () => {
    expect(() => rateHistogram(spikes, { window, bin: "5 ms" as never })).toThrow(
      expect.objectContaining({ code: "SL_ANALYSIS_BINS", got: '"5 ms" over 20 ms' }),
    );
  });

  it("is reported by the compiler", () => {
    // @ts-expect-error -- no bin
    expect(() => rateHistogram(spikes, { window })).toThrow("SL_OPTION");
    // @ts-expect-error -- the window is an option
    expect(() => firingRate(spikes, window)).toThrow("SL_OPTION");
  });
});
