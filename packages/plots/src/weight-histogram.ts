import { countInBins } from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import type { BarsMark, Colour, Figure, Panel } from "./figure.ts";
import { numberOption, type PlotOptions, readOptions, stillOptionNames } from "./options.ts";
import { extent, type Range, valueRange } from "./range.ts";
import type { WeightSeries } from "./series.ts";
import { niceStep } from "./ticks.ts";
import { countOf, emptyNote, signed } from "./words.ts";

/** Options of a histogram of weights. */
export interface WeightOptions extends Omit<PlotOptions, "from" | "until"> {
  /** Roughly how many bins, 1 to 10000; their width is rounded up to 1, 2 or 5. 50 unless told. */
  readonly bins?: number | undefined;
}

const names: OptionNames<WeightOptions> = {
  ...stillOptionNames,
  bins: true,
};

/**
 * Draw the distribution of weights, one panel per label.
 *
 * Of several series of one label the last has a colour and the others are grey: before and after.
 */
export function weightHistogram(
  given: readonly WeightSeries[],
  options: WeightOptions = {},
): Figure {
  checkOptionNames(options, names, "weightHistogram");
  const series = given.map((one) => ({
    ...one,
    unit: displayUnit(one.unit).unit,
    values: inDisplayUnit(one.values, one.unit),
  }));
  const { title, width, height, theme } = readOptions(options, 240);
  const bins = Math.round(numberOption("bins", options.bins ?? 50, [1, 10_000]));
  const labels = [...new Set(series.map(({ label }) => label))];
  const groups = labels.map((label) => series.filter((one) => one.label === label));
  const panels = (groups.length === 0 ? [[]] : groups).map(
    (group, i): Panel => ({
      ...histogramPanel(group, bins, i),
      title: i === 0 ? title : "",
      height,
      sharesX: false,
    }),
  );
  return { width, theme, panels };
}

function histogramPanel(
  group: readonly WeightSeries[],
  bins: number,
  place: number,
): Omit<Panel, "title" | "height" | "sharesX"> {
  const found = extent(group.map(({ values }) => values));
  const { edges, bin } = chooseBins(found, bins);
  const colourOf = (i: number): Colour => (i === group.length - 1 ? place : "muted");
  const marks = group.map(({ values }, i): BarsMark => {
    const counts = countInBins(values, edges, bin);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const heights = Float64Array.from(counts, (count) => (100 * count) / (total || 1));
    return { kind: "bars", edges, heights, colour: colourOf(i) };
  });
  const highest = Math.max(
    0,
    ...marks.map(({ heights }) => heights.reduce((a, b) => Math.max(a, b), 0)),
  );
  const [first] = group;
  const x = { from: edges[0] as number, until: edges.at(-1) as number };
  return {
    remark: "",
    x: {
      kind: "number",
      label: first?.label ?? "weight",
      unit: first?.unit ?? "",
      detail: `${Number(bin.toPrecision(6))} ${first?.unit ?? ""}`.trim().concat(" bins"),
      ...x,
    },
    y: {
      kind: "number",
      label: "share of synapses",
      unit: "%",
      from: 0,
      until: highest > 0 ? highest * 1.08 : 1,
    },
    marks: highest > 0 ? marks : [emptyNote("no synapses")],
    legend: group.map((one, i) => ({ text: legendOf(one), colour: colourOf(i) })),
  };
}

function legendOf({ values, when, label, unit }: WeightSeries): string {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value / finite.length, 0);
  const head = `${when ?? label} (${countOf(values.length, "synapse")})`;
  return finite.length === 0
    ? head
    : `${head}: mean ${signed(Number(mean.toPrecision(4)))} ${unit}`.trim();
}

function chooseBins(
  found: Range | undefined,
  bins: number,
): { readonly edges: Float64Array; readonly bin: number } {
  const data = found ?? { from: 0, until: 1 };
  const range = valueRange(data, "the weight axis");
  const isFlat =
    data.until - data.from <= 1e-9 * Math.max(Math.abs(data.from), Math.abs(data.until));
  const { from, until } = isFlat ? range : data;
  const bin = niceStep((until - from) / bins);
  const first = Math.floor(from / bin + 1e-9);
  const count = Math.max(1, Math.ceil(until / bin - 1e-9) - first);
  const edges = Float64Array.from({ length: count + 1 }, (_, k) =>
    Number(((first + k) * bin).toPrecision(12)),
  );
  // Rounding may put an edge an ulp inside.
  edges[0] = Math.min(edges[0] as number, from);
  edges[count] = Math.max(edges[count] as number, until);
  return { edges, bin };
}
