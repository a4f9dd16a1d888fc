import { describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import {
  above,
  isiHistogram,
  RASTER_SPIKE_LIMIT,
  rasterPlot,
  ratePlot,
  toSvg,
  tracePlot,
} from "../src/index.ts";
import { parseXml, regular, silent, trace } from "./fixtures.ts";

const excitatory = regular("E", 80, 40);
const inhibitory = regular("I", 20, 25);

describe("toSvg", () => {
  it("draws one path for each population", () => {
    const svg = toSvg(rasterPlot([excitatory, inhibitory]));
    parseXml(svg);
    const paths = [...svg.matchAll(/<path[^>]* d="(m[^"]*)"/g)].map(([, d]) => d!);
    expect(paths.length).toBe(2);
    const strokes = paths.map((d) => d.split("v").length - 1);
    expect(strokes).toEqual([excitatory.times.length, inhibitory.times.length]);
  });

  it("places a spike at its time and neuron", () => {
    const one = { label: "", size: 4, neurons: Uint32Array.of(3), times: Float64Array.of(25) };
    const svg = toSvg(rasterPlot([one], { window: { from: 0, until: 100 } }));
    const [, width, height] = /<svg x="\d+" y="\d+" width="(\d+)" height="(\d+)">/.exec(svg)!;
    const [, x, y, length] = /d="m([\d.]+) ([\d.]+)v([\d.]+)"/.exec(svg)!;
    expect(Math.abs(Number(x) - 0.25 * Number(width))).toBeLessThanOrEqual(0.05); // half a tenth
    const middle = Number(y) + Number(length) / 2;
    // The top quarter contains neuron 3; the space between bands moves its middle by under 1 %.
    expect(Math.abs(middle / Number(height) - 1 / 8)).toBeLessThan(0.01);
  });

  it("escapes labels and replaces characters that XML does not allow", () => {
    const odd = `<b>&"'\u0000\ud800\u001b[31m`;
    const svg = toSvg(rasterPlot([{ ...silent(odd), size: 3 }], { title: odd }));
    const { texts } = parseXml(svg);
    const clean = `<b>&"'\ufffd\ufffd\ufffd[31m`;
    expect(texts.filter((text) => text === clean).length).toBe(2);
  });

  it("returns the same text for the same input and does not modify the input", () => {
    const before = excitatory.times.slice();
    const draw = (): string =>
      toSvg(above([rasterPlot([excitatory]), ratePlot([excitatory]), isiHistogram([excitatory])]));
    expect(draw()).toBe(draw());
    expect(excitatory.times).toEqual(before);
  });

  it("writes no number with more than one decimal in a path", () => {
    const wave = Array.from({ length: 500 }, (_, k) => Math.sin(k / 7) / 3);
    const svg = toSvg(above([tracePlot([trace(wave)]), rasterPlot([excitatory])]));
    const paths = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d!);
    expect(paths.length).toBeGreaterThan(3);
    for (const d of paths) expect(d).not.toMatch(/\.\d\d/);
  });

  it("thins a million samples to the visible resolution and preserves their extremes", () => {
    const wave = Float64Array.from({ length: 1e6 }, (_, k) => (k === 654_321 ? 40 : -65));
    const one = { ...trace(), times: wave.map((_, k) => k / 10), values: [wave] };
    const svg = toSvg(tracePlot([one]));
    expect(svg.length).toBeLessThan(30_000);
    const plot = Number(/<svg x="\d+" y="\d+" width="\d+" height="(\d+)">/.exec(svg)![1]);
    // 105 mV fill all but the two margins of 5 %: 1/1.1 of the height, up and down again.
    const rises = [...svg.matchAll(/-([\d.]+)(?=[ -])/g)].map(([, rise]) => Number(rise));
    expect(Math.abs(Math.max(...rises) - plot / 1.1)).toBeLessThan(0.2);
  });

  it("leaves a gap at values that are not finite", () => {
    const svg = toSvg(tracePlot([trace([1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 1, 4])]));
    const paths = [...svg.matchAll(/stroke-linecap="round" [^>]*d="([^"]*)"/g)].map(([, d]) => d!);
    expect(paths.map((d) => d.split("M").length - 1)).toEqual([2, 1]); // 1 2 and 1 4; the lone 3
    expect(paths[1]).toContain("h0"); // drawn as a dot
  });

  it("never lets labels of an axis overlap", () => {
    const rasters = [0.01, 1, 37, 999, 12_345, 1e6].flatMap((until) =>
      [160, 333, 720].map((width) =>
        toSvg(ratePlot([excitatory], { width, window: { from: 0, until }, bin: until / 50 })),
      ),
    );
    for (const svg of rasters) {
      const labels = [
        ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="middle" fill[^>]*>([^<]*)</g),
      ];
      const row = labels.map(([, x, y, text]) => ({ x: Number(x), y, half: text!.length * 3.6 }));
      expect(row.length).toBeGreaterThan(0);
      for (const [i, label] of row.entries()) {
        const next = row[i + 1];
        if (next?.y === label.y) expect(next!.x - label.x).toBeGreaterThan(label.half + next!.half);
      }
    }
  });
});

describe("text for the reader", () => {
  it("names the sub-sample of a large raster and draws no more than the limit", () => {
    const large = regular("E", 2000, 10, 600);
    const small = regular("I", 1, 50, 600);
    expect(large.times.length).toBeGreaterThan(2 * RASTER_SPIKE_LIMIT);
    const start = processorTime();
    const svg = toSvg(rasterPlot([large, small], { title: "Brunel" }));
    // About 60 ms; a loop over pairs of spikes takes minutes.
    expect(processorTime() - start).toBeLessThan(20_000);
    const { texts } = parseXml(svg);
    expect(texts).toContain("sub-sample: 1 neuron in 3 drawn, 668 of 2001 neurons");
    const drawn = [...svg.matchAll(/ d="(m[^"]*)"/g)].map(([, d]) => d!.split("v").length - 1);
    expect(drawn[0]! + drawn[1]!).toBeLessThanOrEqual(RASTER_SPIKE_LIMIT);
    expect(drawn[1]).toBe(small.times.length);
    expect(svg.length).toBeLessThan(16 * RASTER_SPIKE_LIMIT);
  });

  it("states bins, units and the mean CV", () => {
    expect(parseXml(toSvg(ratePlot([excitatory]))).texts).toContain("rate (spikes/s), 5 ms bins");
    const { texts } = parseXml(toSvg(isiHistogram([excitatory, inhibitory])));
    expect(texts).toContain("inter-spike interval (ms), 1 ms bins");
    expect(texts).toContain("E: mean CV 0.00 (80 neurons)");
    expect(parseXml(toSvg(tracePlot([trace([1, 2])]))).texts).toContain("v (mV)");
  });

  it("counts the intervals that it leaves out", () => {
    const times = Float64Array.from({ length: 1000 }, (_, k) => (k < 998 ? k : 1e4 * (k - 996)));
    const one = { label: "E", size: 1, neurons: new Uint32Array(1000), times };
    expect(parseXml(toSvg(isiHistogram([one]))).texts).toContain(
      "2 intervals above 1.25 ms not drawn",
    );
  });

  it("says so if there is nothing to draw", () => {
    const empty = [rasterPlot([]), rasterPlot([silent("E")]), ratePlot([silent("E")])];
    for (const figure of empty) expect(parseXml(toSvg(figure)).texts).toContain("no spikes");
    expect(parseXml(toSvg(isiHistogram([silent("E")]))).texts).toContain("no intervals");
    expect(parseXml(toSvg(tracePlot([trace([Number.NaN])]))).texts).toContain("no values");
    expect(parseXml(toSvg(above([]))).elements).toEqual(["svg", "rect"]);
  });

  it("draws up to eight neurons of one variable in separate rows, with one scale and their names", () => {
    const waves = (count: number): Float64Array[] =>
      Array.from({ length: count }, (_, k) => Float64Array.of(-65, -65 + k, -65));
    const few = tracePlot([{ ...trace([0, 0, 0]), values: waves(8) }]);
    expect(few.panels).toHaveLength(8);
    const scales = few.panels.map(({ y }) => (y.kind === "number" ? [y.from, y.until] : []));
    expect(new Set(scales.map(String)).size).toBe(1);
    expect(few.panels.map(({ legend }) => legend[0]?.text)[7]).toBe("v 7");
    expect(tracePlot([{ ...trace([0, 0, 0]), values: waves(9) }]).panels).toHaveLength(1);
  });

  it("draws each unit in a separate panel and keeps a constant off the frame", () => {
    const current = { ...trace([2, 2, 2]), label: "i_syn", unit: "nA" };
    const figure = tracePlot([trace([-65, -60, -65]), current]);
    expect(figure.panels.map(({ y }) => (y.kind === "number" ? y.unit : ""))).toEqual(["mV", "nA"]);
    expect(figure.panels[1]!.y).toMatchObject({ from: 1.9, until: 2.1 });
    expect(figure.panels.map(({ sharesX }) => sharesX)).toEqual([true, false]);
  });
});

describe("an interval histogram", () => {
  const train = (...times: readonly number[]) => ({
    label: "E",
    size: 1,
    neurons: new Uint32Array(times.length),
    times: Float64Array.from(times),
  });

  it.each([
    ["one interval", train(10, 55)],
    ["three similar intervals", train(10, 55, 97, 141)],
    ["a regular train", train(...Array.from({ length: 200 }, (_, k) => 20 * k))],
  ])("of %s has room to the right of its bars, which are wide enough to see", (_, series) => {
    const [panel] = isiHistogram([series]).panels;
    const [bars] = panel!.marks.filter((mark) => mark.kind === "bars");
    const filled = [...bars!.heights.keys()].filter((k) => bars!.heights[k]! > 0);
    const { until } = panel!.x;
    expect(bars!.edges[filled.at(-1)! + 1]).toBeLessThanOrEqual(0.9 * until);
    expect(bars!.edges[1]! - bars!.edges[0]!).toBeGreaterThanOrEqual(until / 50);
  });

  it("explains a missing CV", () => {
    const { texts } = parseXml(toSvg(isiHistogram([train(10, 55)])));
    expect(texts).toContain("E: no CV, as no neuron has 3 spikes");
  });
});

describe("above", () => {
  it("shares one time axis and leaves other axes alone", () => {
    const figure = above([
      rasterPlot([excitatory], { window: { from: 0, until: 500 } }),
      ratePlot([excitatory], { window: { from: 200, until: 1000 } }),
      isiHistogram([excitatory]),
    ]);
    expect(figure.panels.map(({ x }) => x.kind)).toEqual(["time", "time", "number"]);
    expect(figure.panels[0]!.x).toEqual({ kind: "time", from: 0, until: 1000 });
    expect(figure.panels[1]!.x).toEqual({ kind: "time", from: 0, until: 1000 });
    const { texts } = parseXml(toSvg(figure));
    expect(texts.filter((text) => text === "time (ms)").length).toBe(1);
  });
});
