import { describe, expect, it } from "vitest";
import {
  distributionPlot,
  type Figure,
  linePlot,
  type Mark,
  type NumberAxis,
  positionMap,
  spectrumPlot,
  toSvg,
  toTerminal,
} from "../src/index.ts";
import { parseXml, silent } from "./fixtures.ts";

function marksOf<Kind extends Mark["kind"]>(
  { panels }: Figure,
  kind: Kind,
): Extract<Mark, { kind: Kind }>[] {
  type Wanted = Extract<Mark, { kind: Kind }>;
  return panels.flatMap(({ marks }) => marks.filter((mark): mark is Wanted => mark.kind === kind));
}

function textsOf(figure: Figure): readonly string[] {
  toTerminal(figure, { columns: 90, rows: 30, colour: false });
  const svg = toSvg(figure);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  return parseXml(svg).texts;
}

const floats = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe("a power spectrum", () => {
  // Volleys of all neurons every 25 ms.
  const rhythm = {
    label: "E",
    size: 20,
    neurons: Uint32Array.from({ length: 1600 }, (_, k) => k % 20),
    times: Float64Array.from({ length: 1600 }, (_, k) => 25 * Math.floor(k / 20) + (k % 20) / 5),
  };
  const window = { from: 0, until: 2000 };

  it("has its peak at the rhythm of the population, which the legend states", () => {
    const figure = spectrumPlot([rhythm, silent("I")], { window });
    const [line] = marksOf(figure, "line");
    const highest = line!.y.indexOf(Math.max(...line!.y.filter(Number.isFinite)));
    // Bins of 1 ms in segments of 512: a resolution of 1.95 Hz.
    expect(line!.x[0]).toBeCloseTo(1000 / 512, 12);
    expect(line!.x[highest]! % 40).toBeLessThan(1000 / 512 + 1e-9);
    const texts = textsOf(figure);
    expect(texts).toEqual(expect.arrayContaining(["frequency (Hz)", "I: no spikes"]));
    expect(texts.find((text) => text.startsWith("E: peak at"))).toMatch(
      / (40|80|120|160)(\.\d)? Hz$/,
    );
  });

  it("has no clear peak if neurons spike independently", () => {
    // Lehmer's generator, as any independent times will do.
    let state = 1;
    const times = Float64Array.from({ length: 2000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return (2000 * state) / 2_147_483_647;
    });
    const one = { label: "E", size: 1, neurons: new Uint32Array(2000), times };
    expect(textsOf(spectrumPlot([one], { window }))).toContain("E: no clear peak");
  });

  it("covers the recorded part of the window, because earlier data is unknown", () => {
    const recorded = { from: 1000, until: 2000 };
    const [late] = marksOf(spectrumPlot([{ ...rhythm, recorded }], { window }), "line");
    const [alone] = marksOf(spectrumPlot([rhythm], { window: recorded }), "line");
    expect([late!.x, late!.y]).toEqual([alone!.x, alone!.y]);
    expect(late!.x.length).toBe(128);
  });

  it("reports a window that is too short, and refuses invalid bins and segments", () => {
    expect(textsOf(spectrumPlot([rhythm], { window: { from: 0, until: 7 } }))).toContain(
      "too short for a spectrum",
    );
    expect(textsOf(spectrumPlot([silent("E")], { window }))).toContain("no spikes");
    expect(() => spectrumPlot([rhythm], { bin: 0 })).toThrow("SL_PLOT_OPTION");
    expect(() => spectrumPlot([rhythm], { window, segment: 100 })).toThrow("SL_ANALYSIS_BINS");
    expect(() => spectrumPlot([rhythm], { scale: "dB" as never })).toThrow("SL_PLOT_OPTION");
  });
});

describe("a line plot", () => {
  const x = { label: "current", unit: "nA" };
  const y = { label: "rate", unit: "spikes/s" };

  it("draws lines, dots and bands of any quantities and names both axes", () => {
    const lif = { label: "LIF", x: floats(0, 1, 2), y: floats(0, 10, 20) };
    const band = { low: floats(0, 8, 15), high: floats(2, 12, 25) };
    const figure = linePlot(
      [
        { ...lif, band },
        { ...lif, label: "AdEx" },
      ],
      { x, y, style: "both" },
    );
    expect(marksOf(figure, "line").map(({ colour }) => colour)).toEqual([0, 1]);
    expect(marksOf(figure, "points")).toHaveLength(2);
    expect(marksOf(figure, "area")).toMatchObject([{ high: band.high, colour: 0 }]);
    // The band is within the axis, and rates do not start below 0.
    expect(figure.panels[0]?.y).toMatchObject({ from: 0 });
    expect(figure.panels[0]?.y.until).toBeGreaterThan(25);
    const names = ["current (nA)", "rate (spikes/s)", "LIF", "AdEx"];
    expect(textsOf(figure)).toEqual(expect.arrayContaining(names));
  });

  it("distinguishes seven or more lines", () => {
    const one = { x: floats(0, 1), y: floats(0, 1) };
    const series = Array.from({ length: 14 }, (_, k) => ({ ...one, label: `${k}` }));
    const looks = marksOf(linePlot(series, { x, y }), "line");
    expect(new Set(looks.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(14);
  });

  it("has powers of ten on logarithmic axes and counts values that cannot be shown", () => {
    const error = { label: "", x: floats(0.01, 0.1, 1, 10), y: floats(1e-6, 1e-4, 0, 1) };
    const log = linePlot([error], {
      x: { label: "dt", unit: "ms", scale: "log" },
      y: { label: "error", scale: "log" },
    });
    expect(textsOf(log)).toEqual(
      expect.arrayContaining(["10⁻²", "10⁻⁴", "1 value not above 0 omitted"]),
    );
    const { from, until } = log.panels[0]!.y as NumberAxis;
    expect([from < 1e-6, from > 1e-8, until > 1]).toEqual([true, true, true]);
  });

  it("shows the given ends", () => {
    const one = { label: "", x: floats(0, 1), y: floats(5, 6) };
    const figure = linePlot([one], { x: { ...x, until: 2 }, y: { ...y, from: -10, until: 10 } });
    expect(figure.panels[0]).toMatchObject({ x: { until: 2 }, y: { from: -10, until: 10 } });
  });

  it("refuses values that it cannot draw", () => {
    const one = { label: "E", x: floats(0, 1), y: floats(0) };
    expect(() => linePlot([one], { x, y })).toThrow(/SL_PLOT_LENGTHS at y of "E"/);
    const band = { low: floats(0), high: floats(0, 1) };
    expect(() => linePlot([{ ...one, y: one.x, band }], { x, y })).toThrow("band.low");
    expect(() => linePlot([], { x } as never)).toThrow("SL_OPTION");
    expect(() => linePlot([], { x, y: { ...y, scale: "log", from: 0 } })).toThrow("y.from");
    expect(() => linePlot([], { x, y, style: "dots" as never })).toThrow("style");
    expect(() => linePlot([], { x: { ...x, from: 2, until: 1 }, y })).toThrow("SL_PLOT_RANGE");
    expect(textsOf(linePlot([], { x, y }))).toContain("no values");
  });
});

describe("a map of positions", () => {
  const grid = (columns: number, rows: number) => ({
    x: Float64Array.from({ length: columns * rows }, (_, k) => 10 * (k % columns)),
    y: Float64Array.from({ length: columns * rows }, (_, k) => 10 * Math.floor(k / columns)),
  });

  it.each([
    ["wide", grid(40, 8)],
    ["tall", grid(8, 40)],
    ["square", grid(12, 12)],
  ])("has one scale for x and y: %s", (_, places) => {
    const figure = positionMap([{ label: "E", ...places }]);
    const svg = toSvg(figure);
    const [, width, height] = /<svg x="\d+" y="\d+" width="(\d+)" height="(\d+)">/.exec(svg)!;
    const [{ x, y }] = figure.panels as [Figure["panels"][0]];
    const [perX, perY] = [Number(width) / (x.until - x.from), Number(height) / (y.until - y.from)];
    // Sizes are whole pixels.
    expect(Math.abs(perX / perY - 1)).toBeLessThan(1 / Math.min(Number(width), Number(height)));
  });

  it("gives each neuron the shade of its value, on one scale for all populations", () => {
    const E = { label: "E", ...grid(2, 2), values: floats(0, 5, Number.NaN, 10) };
    const I = { label: "I", ...grid(2, 1), values: floats(20, 10) };
    const figure = positionMap([E, I], { quantity: { label: "rate", unit: "spikes/s" } });
    expect(figure.panels.map(({ colourBar }) => [colourBar?.from, colourBar?.until])).toEqual([
      [0, 20],
      [0, 20],
    ]);
    const shadeAt = (panel: number, x: number, y: number): unknown => {
      const one = { ...figure, panels: [figure.panels[panel]!] };
      const found = marksOf(one, "points").find((mark) =>
        mark.x.some((at, k) => at === x && mark.y[k] === y),
      );
      return found?.colour;
    };
    expect(shadeAt(0, 0, 0)).toEqual({ shade: 0 });
    expect(shadeAt(0, 0, 10)).toBe("muted");
    expect(shadeAt(1, 0, 0)).toEqual({ shade: 1 });
    expect(shadeAt(0, 10, 10)).toEqual(shadeAt(1, 10, 0));
    const texts = textsOf(figure);
    expect(texts).toContain("rate of E (4 neurons); 1 neuron without a value in grey");
    expect(texts.filter((text) => text === "x (µm)")).toHaveLength(2);
  });

  it("puts populations without values into one panel and names them", () => {
    const figure = positionMap([
      { label: "E", ...grid(4, 4) },
      { label: "I", ...grid(2, 2) },
    ]);
    expect(figure.panels).toHaveLength(1);
    expect(textsOf(figure)).toEqual(expect.arrayContaining(["E (16 neurons)", "I (4 neurons)"]));
    expect(textsOf(positionMap([]))).toContain("no neurons");
  });

  it("draws every k-th of very many neurons and says so", () => {
    const figure = positionMap([
      { label: "E", ...grid(300, 100), values: new Float64Array(30_000) },
    ]);
    expect(marksOf(figure, "points").reduce((sum, { x }) => sum + x.length, 0)).toBe(15_000);
    expect(textsOf(figure).join()).toContain("sub-sample: 1 neuron in 2 drawn");
  });

  it("refuses lists of other lengths", () => {
    const places = grid(2, 2);
    expect(() => positionMap([{ label: "E", ...places, y: floats(1) }])).toThrow(/y of "E"/);
    expect(() => positionMap([{ label: "E", ...places, values: floats(1) }])).toThrow("values");
  });
});

describe("a distribution", () => {
  const rates = { label: "rate", unit: "spikes/s" };

  it("shares its bins between series, whose bars are percentages", () => {
    const figure = distributionPlot(
      {
        ...rates,
        series: [
          { label: "E", values: floats(1, 1.2, 3, 4) },
          { label: "I", values: floats(2, Number.NaN) },
        ],
      },
      { of: "neuron" },
    );
    const bars = marksOf(figure, "bars");
    expect(bars.map(({ heights }) => heights.reduce((a, b) => a + b, 0))).toEqual([100, 100]);
    expect(bars[0]?.edges).toEqual(bars[1]?.edges);
    const texts = textsOf(figure);
    expect(texts).toContain("E (4 neurons): mean 2.3 spikes/s");
    expect(texts).toContain("1 neuron without rate omitted");
    expect(texts).toContain("share of neurons (%)");
  });

  it("is in the unit of a neuron, and keeps bars off the frame", () => {
    const volts = { label: "v", unit: "V", series: [{ label: "E", values: floats(-0.07, -0.05) }] };
    const [panel] = distributionPlot(volts).panels;
    expect(panel?.x).toMatchObject({ unit: "mV" });
    expect(panel!.x.from).toBeLessThan(-70);
    // The outermost bars have walls on both sides.
    const [bars] = panel!.marks.filter((mark) => mark.kind === "bars");
    expect([bars?.heights[0], bars?.heights.at(-1)]).toEqual([0, 0]);
    expect(panel!.x.until).toBeGreaterThan(-50);
    // Rates are never negative.
    const none = { ...rates, series: [{ label: "E", values: floats(0, 0, 5) }] };
    expect(distributionPlot(none).panels[0]?.x.from).toBe(0);
  });

  it("says so if there are no values, and refuses invalid bins", () => {
    const empty = { ...rates, series: [{ label: "E", values: floats() }] };
    expect(textsOf(distributionPlot(empty, { of: "neuron" }))).toContain("no neurons");
    expect(() => distributionPlot(empty, { bins: 0 })).toThrow("SL_PLOT_OPTION");
  });
});
