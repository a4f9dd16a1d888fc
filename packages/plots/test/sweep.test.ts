import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValues } from "../src/format-values.ts";
import {
  type Axis,
  type BlocksMark,
  type Figure,
  type Mark,
  type SweptMeasure,
  type SweptParameter,
  sweepCurve,
  sweepMap,
  toSvg,
  toTerminal,
} from "../src/index.ts";
import { parseXml } from "./fixtures.ts";

const parameter = (values: readonly number[] | readonly string[], unit = "nA"): SweptParameter => ({
  label: "weight",
  unit,
  values:
    typeof values[0] === "string" ? values.map(String) : Float64Array.from(values.map(Number)),
});

const measure = (...series: readonly (readonly number[])[]): SweptMeasure => ({
  label: "rate",
  unit: "1/s",
  series: series.map((values, k) => ({
    label: "EI"[k] ?? `P${k}`,
    values: Float64Array.from(values),
  })),
});

function marksOf<Kind extends Mark["kind"]>(
  { panels }: Figure,
  kind: Kind,
): Extract<Mark, { kind: Kind }>[] {
  type Wanted = Extract<Mark, { kind: Kind }>;
  return panels.flatMap(({ marks }) => marks.filter((mark): mark is Wanted => mark.kind === kind));
}

const axisOf = (values: readonly number[]): Axis | undefined =>
  sweepCurve(measure(values.map(() => 1)), parameter(values)).panels[0]?.x;

/** Numbers next to the axes. */
const textsOf = (figure: Figure): readonly string[] => parseXml(toSvg(figure)).texts;

describe("a measure against a parameter", () => {
  // Runs in order of arrival, not of the parameter.
  const values = [2, 1, 2, 1, 3, 3];
  const rates = [10, 1, 14, 3, 20, Number.NaN];
  const figure = sweepCurve(measure(rates), parameter(values), { title: "net" });

  it("is the mean at each value, in order, with the deviation around it and each run as a faint dot", () => {
    const [line] = marksOf(figure, "line");
    expect([...(line?.x ?? [])]).toEqual([1, 2, 3]);
    expect([...(line?.y ?? [])]).toEqual([2, 12, 20]);
    const [area] = marksOf(figure, "area");
    expect([...(area?.low ?? [])]).toEqual([2 - Math.SQRT2, 12 - Math.sqrt(8), 20]);
    expect([...(area?.high ?? [])]).toEqual([2 + Math.SQRT2, 12 + Math.sqrt(8), 20]);
    const [runs, means] = marksOf(figure, "points");
    expect([runs?.faint, [...(runs?.x ?? [])], [...(runs?.y ?? [])]]).toEqual([
      true,
      values,
      rates,
    ]);
    expect([means?.faint, [...(means?.y ?? [])]]).toEqual([false, [2, 12, 20]]);
  });

  it("names both axes with their units, and describes the curves and missing values", () => {
    const texts = textsOf(figure);
    expect(texts).toEqual(expect.arrayContaining(["net", "weight (nA)", "rate (1/s)", "E"]));
    expect(texts.join("\n")).toContain("mean of 2 runs per value; bands: standard deviation");
    expect(texts.join("\n")).toContain("1 value missing");
    // Bands may extend below possible values, rates do not.
    expect(figure.panels[0]?.y.from).toBe(0);
  });

  it("needs neither band nor faint dots if each value has one run", () => {
    const alone = sweepCurve(measure([1, 2], [3, 4]), parameter([1, 2]));
    expect(marksOf(alone, "area")).toEqual([]);
    expect(marksOf(alone, "points").map(({ faint }) => faint)).toEqual([false, false]);
  });

  it("puts names side by side, with bars that no line joins", () => {
    const named = sweepCurve(
      measure([1, 2, 3, 4], [5, 6, 7, 8]),
      parameter(["static", "static", "stdp-pair", "stdp-pair"], ""),
    );
    expect(marksOf(named, "area")).toEqual([]);
    const bars = marksOf(named, "line");
    expect(bars).toHaveLength(4);
    expect(new Set(bars.map(({ x }) => x[0])).size).toBe(4);
    expect(textsOf(named)).toEqual(expect.arrayContaining(["static", "stdp-pair", "weight"]));
  });

  it("refuses a measure of other runs", () => {
    expect(() => sweepCurve(measure([1, 2]), parameter([1]))).toThrow(/SL_PLOT_LENGTHS/);
  });
});

describe("the axis of a parameter", () => {
  it("is logarithmic if the values are spaced geometrically", () => {
    for (const values of [
      [1, 10, 100],
      [1, 2, 5, 10, 20, 50],
      [10, 20, 40],
      [-0.001, -0.01, -0.1],
    ]) {
      expect(axisOf(values)).toMatchObject({ kind: "number", scale: "log" });
    }
    const even = [
      [1, 2, 3, 4],
      [-3, -2, -1],
      [1, 100],
      [0, 1, 10],
      [-1, 1, 10],
      [10, 10.5, 11],
    ];
    for (const values of even) expect(axisOf(values)).not.toHaveProperty("scale");
  });

  /** Labels below the axis, whose text anchor is their middle. */
  const ticksOf = (values: readonly number[]): readonly string[] => {
    const svg = toSvg(sweepCurve(measure(values.map(() => 1)), parameter(values)));
    const labels = [...svg.matchAll(/ y="([\d.]+)" text-anchor="middle" fill[^>]*>([^<]*)</g)];
    const lowest = Math.max(...labels.map(([, y]) => Number(y)));
    return labels.flatMap(([, y, text]) => (Number(y) === lowest ? [text ?? ""] : []));
  };

  it("has its ticks at the values, which are written in full or so far that they differ", () => {
    expect(ticksOf([1, 10, 100])).toEqual(["1", "10", "100"]);
    expect(ticksOf([-0.1, -1, -10])).toEqual(["−10", "−1", "−0.1"]);
    expect(ticksOf([2.1, 2.9, 4.1])).toEqual(["2.1", "2.9", "4.1"]);
    expect(ticksOf([3, 7, 12.5, 40])).toEqual(["3", "7", "12.5", "40"]);
    expect(ticksOf([1e-9, 1e-3, 1e3, 1e9])).toEqual(["1×10⁻⁹", "0.001", "1000", "1×10⁹"]);
    // linspace(-1, 0, 11) and logspace(1, 100, 5) in doubles.
    expect(ticksOf([-1, -0.8, -0.7000000000000001, 0])).toEqual(["−1", "−0.8", "−0.7", "0"]);
    expect(ticksOf([1, 3.1622776601683795, 10, 31.622776601683793])).toEqual([
      "1",
      "3.16",
      "10",
      "31.6",
    ]);
    const thirds = formatValues(Float64Array.of(1 / 3, 1 / 3 + 1e-7, 1));
    expect(thirds).toEqual(["0.3333333", "0.3333334", "1"]);
  });

  it("labels every k-th of many evenly spaced values, and the uneven ones that fit", () => {
    const many = ticksOf(Array.from({ length: 101 }, (_, k) => k));
    expect(many.length).toBeGreaterThan(3);
    const steps = many.slice(1).map((text, k) => Number(text) - Number(many[k]));
    expect(new Set(steps).size).toBe(1);
    expect(ticksOf([0, 20, 99.9, 100])).toEqual(["0", "20", "99.9"]);
    expect(axisOf([0, 20, 99.9, 100])).toMatchObject({
      ticks: [{ at: 0 }, { at: 20 }, { at: 99.9 }, { at: 100 }],
    });
  });
});

describe("a measure over two parameters", () => {
  const weights = [1, 2, 3].flatMap((weight) => [10, 20].flatMap(() => [weight, weight]));
  const taus = [1, 2, 3].flatMap(() => [10, 10, 20, 20]);
  // Each place has the mean 10 * column + row, and the last one none.
  const rates = [0, 0, 0, 2, 9, 11, 11, 11, 20, 20, Number.NaN, Number.NaN];
  const figure = sweepMap(measure(rates, rates), [
    parameter(weights),
    { ...parameter(taus, "ms"), label: "tau_m" },
  ]);

  function shadeAt(x: number, y: number): number | undefined {
    const blocks = marksOf({ ...figure, panels: figure.panels.slice(0, 1) }, "blocks");
    const found = blocks.filter(({ left, right, low, high }: BlocksMark) =>
      left.some((from, k) => {
        const [r, b, t] = [right[k] ?? 0, low[k] ?? 0, high[k] ?? 0];
        return from < x && x < r && b < y && y < t;
      }),
    );
    expect(found.length).toBeLessThanOrEqual(1);
    const colour = found[0]?.colour;
    return typeof colour === "object" ? colour.shade : undefined;
  }

  it("has the shade of the mean at each place, and none if no run has a value", () => {
    const means = [
      [0, 1],
      [10, 11],
      [20, undefined],
    ];
    for (const [column, row] of [0, 1, 2].flatMap((c) => [0, 1].map((r) => [c, r] as const))) {
      const found = shadeAt(column, row);
      const value = means[column]?.[row];
      if (value === undefined) expect(found).toBeUndefined();
      // Sixty-four shades are distinguishable.
      else expect(Math.abs((found ?? Number.NaN) - value / 20)).toBeLessThanOrEqual(1 / 126 + 1e-9);
    }
  });

  it("has cells of one size with the values as labels, however these are spaced", () => {
    const xs = [1, 2, 5, 10, 100];
    const uneven = sweepMap(measure([...xs, ...xs]), [
      parameter([...xs, ...xs]),
      { ...parameter([...xs.map(() => -0.3), ...xs.map(() => 7)]), label: "tau_m" },
    ]);
    const sizes = marksOf(uneven, "blocks").flatMap(({ left, right, low, high }) =>
      [...left].map((from, k) => `${right[k]! - from} x ${high[k]! - low[k]!}`),
    );
    expect(sizes).toHaveLength(10);
    expect(new Set(sizes)).toEqual(new Set(["1 x 1"]));
    const texts = textsOf(uneven);
    expect(texts).toEqual(expect.arrayContaining(["1", "2", "5", "10", "100", "−0.3", "7"]));
  });

  it("has a panel for each series, a bar of shades with numbers, and names of all axes", () => {
    for (const { colourBar } of figure.panels) {
      expect(colourBar).toMatchObject({ label: "rate", unit: "1/s", from: 0, until: 20 });
    }
    const texts = textsOf(figure);
    expect(texts.filter((text) => text === "weight (nA)")).toHaveLength(2);
    expect(texts.filter((text) => text === "tau_m (ms)")).toHaveLength(2);
    expect(texts).toContain("rate of E (1/s), mean of up to 2 runs per cell");
    expect(texts).toEqual(expect.arrayContaining(["0", "20"]));
    expect(toTerminal(figure, { columns: 80, rows: 30, colour: false })).toContain(
      "━ 0 1/s  ━ 5 1/s",
    );
  });

  it("says so if nothing was measured, and refuses parameters of other runs", () => {
    const nothing = measure([Number.NaN, Number.NaN]);
    const two = [parameter([1, 2]), parameter([1, 2])] as const;
    expect(textsOf(sweepMap(nothing, two))).toContain("no run gave a value");
    const other = [parameter([1, 2]), parameter([1])] as const;
    expect(() => sweepMap(nothing, other)).toThrow(/SL_PLOT_LENGTHS/);
  });
});

it("draws any sweep of any values, the same bytes each time", () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    fc.constantFrom(0, -0, 1e-12, 1, 2, 4, 8),
  );
  const run = fc.record({ x: value, y: value, name: fc.string(), rate: fc.double() });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
      const rates = measure(runs.map(({ rate }) => (Math.abs(rate) < 1e9 ? rate : Number.NaN)));
      const [x, y] = [parameter(runs.map((one) => one.x)), parameter(runs.map((one) => one.y))];
      const name = parameter(runs.map((one) => one.name));
      for (const draw of [
        () => sweepCurve(rates, x),
        () => sweepCurve(rates, name),
        () => sweepMap(rates, [x, y]),
        () => sweepMap(rates, [name, y]),
      ]) {
        let svg = "";
        try {
          svg = toSvg(draw());
        } catch (fault) {
          // Such as 0 and 5e-324 on one axis, between which no double has a place.
          expect(fault).toMatchObject({ code: "SL_PLOT_RANGE" });
          continue;
        }
        parseXml(svg);
        expect(svg).not.toContain("NaN");
        expect(toSvg(draw())).toBe(svg);
        toTerminal(draw(), { columns: 120, rows: 40 });
      }
    }),
    { numRuns: 40 },
  );
});
