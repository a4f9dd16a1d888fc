import { describe, expect, it } from "vitest";
import {
  beside,
  type Figure,
  type NumberAxis,
  rasterPlot,
  toPng,
  toSvg,
  toTerminal,
  tracePlot,
  weightMatrix,
} from "../src/index.ts";
import { decodePng, parseXml, regular, trace } from "./fixtures.ts";

const flat = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, k) => [-65 - k, -60 - k, -65 - k]);
const named = (label: string, count: number) => ({ ...trace(...flat(count)), label });

/** The style of each line of a figure, as a reader sees it. */
function looks(figure: Figure): string[] {
  return figure.panels.flatMap(({ marks }) =>
    marks.flatMap((mark) => (mark.kind === "line" ? [`${mark.colour} ${mark.dash}`] : [])),
  );
}

describe("traces that share a panel", () => {
  it.each([
    [2, 2],
    [4, 4],
    [2, 8],
    [9, 1],
    [9, 2],
    [3, 5],
  ])("%i series of %i neurons: each line has a unique style and name", (count, neurons) => {
    const series = Array.from({ length: count }, (_, k) => named(`v of P${k}`, neurons));
    const figure = tracePlot(series);
    expect(new Set(looks(figure)).size).toBe(count * neurons);
    const entries = figure.panels.flatMap(({ legend }) => legend);
    expect(new Set(entries.map(({ text }) => text)).size).toBe(count * neurons);
    expect(entries.map(({ colour, dash }) => `${colour} ${dash}`)).toEqual(looks(figure));
  });

  it("name the variable if two variables of one neuron would share a name", () => {
    const one = (label: string) => ({ ...named(label, 1), names: ["E 0"] });
    const [panel] = tracePlot([one("v of E"), one("v_threshold of E")]).panels;
    expect(panel?.legend.map(({ text }) => text)).toEqual(["v of E, E 0", "v_threshold of E, E 0"]);
  });

  it("are dashed in the SVG and in its legend, and in a terminal", () => {
    const figure = tracePlot([named("v of E", 2), named("v of I", 2)]);
    const dashed = toSvg(figure).match(/stroke-dasharray="6 3"/g);
    expect(dashed).toHaveLength(4); // two lines, two entries
    expect(toTerminal(figure, { columns: 80, rows: 24, colour: false })).toContain("━ v of I 1");
  });
});

it("draws traces of equations in mV and nA, next to those already in these units", () => {
  const volts = { ...trace([-0.065, -0.06]), unit: "V" };
  const amperes = { ...trace([2e-9, 3e-9]), label: "i", unit: "amp" };
  const figure = tracePlot([volts, trace([-70, -50]), amperes]);
  expect(figure.panels.map(({ y }) => (y as NumberAxis).unit)).toEqual(["mV", "nA"]);
  const [line] = figure.panels[0]?.marks ?? [];
  expect(line?.kind === "line" && [...line.y]).toEqual([-65, -60]);
});

it("explains shades of a map by a bar with an axis, which a terminal puts into words", () => {
  const map = {
    label: "weight of E->I",
    unit: "nA",
    values: Float64Array.of(-1, -0.5, -0.25),
    sources: Uint32Array.of(0, 1, 2),
    targets: Uint32Array.of(0, 1, 0),
    from: { label: "E", size: 3 },
    to: { label: "I", size: 2 },
  };
  const figure = weightMatrix([map]);
  const bar = figure.panels[0]?.colourBar;
  expect(bar).toMatchObject({ label: "weight", unit: "nA", from: -1, until: -0.25 });
  // Inhibition is darkest where it is strongest.
  expect([bar?.colours[0], bar?.colours.at(-1)]).toEqual([{ shade: 1 }, { shade: 0 }]);
  const { texts } = parseXml(toSvg(figure));
  expect(texts).toContain("weight (nA)");
  expect(texts).toContain("−0.4");
  const drawn = toTerminal(figure, { columns: 80, rows: 24, colour: false });
  expect(drawn).toContain("━ −1 nA");
  expect(drawn).toContain("━ −0.25 nA");
});

describe("beside", () => {
  const left = rasterPlot([regular("E", 5, 40)], { width: 300, height: 200 });
  const right = tracePlot([trace([1, 2, 3])], { width: 200, height: 200 });

  it("gives each figure its width without overlaps", () => {
    const figure = beside([left, right, left]);
    expect(figure.width).toBe(800);
    const svg = toSvg(figure);
    parseXml(svg);
    const plots = [...svg.matchAll(/<svg x="(\d+)" y="\d+" width="(\d+)"/g)].map(([, x, width]) => [
      Number(x),
      Number(x) + Number(width),
    ]);
    expect(plots).toHaveLength(3);
    for (const [k, [from = 0, until = 0]] of plots.entries()) {
      const [start = 0, end = 0] = [0, 300, 500, 800].slice(k, k + 2);
      expect(from).toBeGreaterThan(start);
      expect(until).toBeLessThan(end);
    }
    expect(beside([beside([left, right]), left])).toEqual(figure);
  });

  it("is shown below each other in a terminal", () => {
    const text = toTerminal(beside([left, right]), { columns: 60, rows: 30, colour: false });
    expect(text.split("\n").filter((line) => line.includes("└"))).toHaveLength(2);
  });
});

it("labels powers of ten on a logarithmic axis, equal ratios apart", () => {
  const [panel] = tracePlot([trace([1, 2])]).panels;
  const axis = { kind: "number", label: "error", unit: "", from: 1e-9, until: 1, scale: "log" };
  const y = axis as NumberAxis;
  const marks = [
    {
      kind: "line" as const,
      colour: 0,
      faint: false,
      x: Float64Array.of(0, 1, 2),
      y: Float64Array.of(1e-6, 1e-3, 0),
    },
  ];
  const figure = { width: 400, theme: "light" as const, panels: [{ ...panel!, y, marks }] };
  const svg = toSvg(figure);
  const labels = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>10([⁻\d⁰¹²³⁴-⁹]+)</gu)];
  expect(labels.length).toBeGreaterThan(2);
  const [, first] = labels;
  const gaps = labels.slice(1).map(([, at], k) => Number(labels[k]?.[1]) - Number(at));
  expect(first).toBeDefined();
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.21); // two roundings to a tenth
  expect(svg).not.toMatch(/NaN|Infinity/);
});

describe("the theme auto", () => {
  const figure = tracePlot([trace([1, 2, 3])], { theme: "auto" });

  it("has a dark colour for each light one that it draws", () => {
    const svg = toSvg(figure);
    const [style = ""] = /<style>.*<\/style>/.exec(svg) ?? [];
    const used = new Set(svg.replace(style, "").match(/#[0-9a-f]{6}/g));
    for (const colour of used) expect(style).toContain(`="${colour}"]`);
    expect(style).toContain('[fill="#ffffff"]{fill:#16181d}');
    const bare = svg.replace(`${style}\n`, "").replace(' class="spikeloom-auto"', "");
    expect(toSvg(tracePlot([trace([1, 2, 3])]))).toBe(bare);
  });

  it("recolours no other picture of the page", () => {
    const [, rules = ""] = /<style>@media\([^)]*\)\{(.*)\}<\/style>/.exec(toSvg(figure)) ?? [];
    const selectors = [...rules.matchAll(/([^{}]+)\{[^}]*\}/g)].map(([, selector]) => selector);
    expect(selectors.length).toBeGreaterThan(4);
    for (const selector of selectors) expect(selector).toMatch(/^\.spikeloom-auto \[[a-z]+="/);
    expect(toSvg(figure)).toMatch(/^<svg [^>]*class="spikeloom-auto"/);
    expect(toSvg({ ...figure, theme: "light" })).not.toContain("spikeloom-auto");
  });

  it("is light as a PNG", async () => {
    expect(decodePng(await toPng(figure)).at(4, 4)).toBe("#ffffff");
  });
});

it("the axis of a low panel names its unit, however long the name before it", () => {
  for (const label of ["g_exc of excitatory", "v of E", "v", "", "conductance of a layer"]) {
    for (const height of [120, 130, 145, 180, 260]) {
      const series = [{ ...trace([1, 2, 3], [3, 4, 5]), label, unit: "nS" }];
      const { texts } = parseXml(toSvg(tracePlot(series, { height })));
      const captions = texts.filter((text) => text.includes("(nS)"));
      // A row for each of the two neurons, or one panel for both.
      expect([label, height, captions.length]).toEqual([label, height, 2]);
      // Text without space on its line gets a separate one.
      const isWhole = captions.includes(`${label} (nS)`.trim());
      const names = texts.filter((text) => label !== "" && label.startsWith(text.replace("…", "")));
      expect(isWhole ? 2 : names.length).toBe(label === "" && !isWhole ? 0 : 2);
    }
  }
});
