import type { SpikeSeries } from "@spikeloom/analysis";
import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  above,
  type Figure,
  isiHistogram,
  rasterPlot,
  ratePlot,
  spectrumPlot,
  toSvg,
  toTerminal,
  tracePlot,
} from "../src/index.ts";
import { textColumns } from "../src/terminal-text.ts";
import { parseXml } from "./fixtures.ts";

const label = fc.string({ unit: "binary", maxLength: 12 });
const anyTimes = fc.float64Array({ maxLength: 12 });
const sameTimes = fc.float64Array({ min: 0, max: 1e4, noNaN: true, maxLength: 30 });

const anySpikes = fc.record({
  label,
  size: fc.oneof(fc.nat(9), fc.integer({ min: -2, max: 9 }), fc.double()),
  neurons: fc.uint32Array({ max: 9, maxLength: 12 }),
  times: anyTimes,
});

const goodSpikes: fc.Arbitrary<SpikeSeries> = fc
  .record({ label, size: fc.integer({ min: 1, max: 12 }), times: sameTimes })
  .map((one) => ({ ...one, neurons: Uint32Array.from(one.times, (_, k) => (k * 7) % one.size) }));

const anyOptions = fc.record(
  {
    title: label,
    window: fc.record({ from: fc.double(), until: fc.double() }, { requiredKeys: [] }),
    width: fc.oneof(fc.integer({ min: 150, max: 900 }), fc.double()),
    height: fc.oneof(fc.integer({ min: 90, max: 500 }), fc.double()),
    bin: fc.double(),
    bins: fc.double({ max: 1000 }),
    mostSpikes: fc.double(),
  },
  { requiredKeys: [] },
);

/** Run, ignore coded errors, and rethrow any other. */
function coded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    expect(error.code).toMatch(/^SL_(PLOT|ANALYSIS)_/);
    return undefined;
  }
}

function drawEverywhere(figure: Figure): void {
  const svg = toSvg(figure);
  parseXml(svg);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  const text = coded(() => toTerminal(figure, { columns: 70, rows: 40, colour: false }));
  if (text === undefined) return;
  const lines = text.split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  for (const line of lines) expect(textColumns(line)).toBeLessThanOrEqual(70);
}

describe("arbitrary input", () => {
  it("yields a picture or a coded error for any arrays and options", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anySpikes, goodSpikes), { maxLength: 3 }),
        anyOptions,
        (series, options) => {
          const { bin, bins, mostSpikes, ...shared } = options;
          for (const draw of [
            () => rasterPlot(series, { ...shared, mostSpikes }),
            () => ratePlot(series, { ...shared, bin }),
            () => isiHistogram(series, { ...shared, bins }),
            () => spectrumPlot(series, { ...shared, bin }),
          ]) {
            const figure = coded(draw);
            if (figure !== undefined) drawEverywhere(figure);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("draws every well-formed set of spikes without an error", () => {
    fc.assert(
      fc.property(fc.array(goodSpikes, { maxLength: 4 }), (series) => {
        for (const plot of [rasterPlot, ratePlot, isiHistogram, spectrumPlot]) {
          const figure = plot(series);
          parseXml(toSvg(figure));
        }
        const svg = toSvg(above([rasterPlot(series), ratePlot(series), isiHistogram(series)]));
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 150 },
    );
  });

  it("draws traces of any values at any ascending times", () => {
    const anyTrace = fc
      .record({ label, unit: label, times: anyTimes, sorted: fc.boolean(), extra: fc.nat(1) })
      .chain(({ sorted, extra, ...one }) => {
        const length = one.times.length + (extra === 0 || sorted ? 0 : 1);
        const values = fc.array(fc.float64Array({ minLength: length, maxLength: length }), {
          maxLength: 9,
        });
        const times = sorted ? one.times.slice().sort() : one.times;
        return values.map((arrays) => ({ ...one, times, values: arrays }));
      });
    fc.assert(
      fc.property(fc.array(anyTrace, { maxLength: 3 }), anyOptions, (series, options) => {
        const { bin: _, bins: __, mostSpikes: ___, ...shared } = options;
        const figure = coded(() => tracePlot(series, shared));
        if (figure !== undefined) drawEverywhere(figure);
      }),
      { numRuns: 300 },
    );
  });
});

describe("faults", () => {
  const spike = { label: "E", size: 2, neurons: Uint32Array.of(1), times: Float64Array.of(3) };
  const ramp = {
    label: "v",
    unit: "mV",
    times: Float64Array.of(0, 1),
    values: [Float64Array.of(0, 1)],
  };
  it.each([
    ["SL_ANALYSIS_LENGTHS", () => rasterPlot([{ ...spike, times: new Float64Array(2) }])],
    ["SL_PLOT_LENGTHS", () => tracePlot([{ ...ramp, values: [new Float64Array(3)] }])],
    ["SL_PLOT_LENGTHS", () => tracePlot([{ ...ramp, names: [] }])],
    ["SL_ANALYSIS_NEURON", () => ratePlot([{ ...spike, neurons: Uint32Array.of(2) }])],
    ["SL_ANALYSIS_NEURON", () => ratePlot([{ ...spike, size: 1.5 }])],
    ["SL_ANALYSIS_TIME", () => isiHistogram([{ ...spike, times: Float64Array.of(Number.NaN) }])],
    ["SL_PLOT_TIME", () => tracePlot([{ ...ramp, times: Float64Array.of(1, 0) }])],
    ["SL_PLOT_RANGE", () => rasterPlot([spike], { window: { from: 5, until: 5 } })],
    ["SL_PLOT_RANGE", () => isiHistogram([spike], { window: { from: 5, until: 4 } })],
    ["SL_PLOT_RANGE", () => tracePlot([{ ...ramp, values: [Float64Array.of(-1e308, 1e308)] }])],
    ["SL_PLOT_OPTION", () => rasterPlot([spike], { width: 10 })],
    ["SL_PLOT_OPTION", () => isiHistogram([spike], { bins: 0 })],
    ["SL_ANALYSIS_BINS", () => ratePlot([spike], { bin: 0 })],
    ["SL_ANALYSIS_BINS", () => ratePlot([spike], { bin: Number.POSITIVE_INFINITY })],
    ["SL_ANALYSIS_BINS", () => ratePlot([spike], { bin: 1e-9, window: { from: 0, until: 1e6 } })],
  ])("%s", (code, run) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
