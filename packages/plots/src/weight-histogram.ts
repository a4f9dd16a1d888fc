import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import type { Colour, Figure, Panel } from "./figure.ts";
import { equalBins, highestOf, sharesOf } from "./histogram.ts";
import { type FigureOptions, figureOptionNames, numberOption, readOptions } from "./options.ts";
import { extent } from "./range.ts";
import type { WeightSeries } from "./series.ts";
import { countOf, emptyNote, signed } from "./words.ts";

/** Options of a histogram of weights. */
export interface WeightOptions extends FigureOptions {
  /** Approximate number of bins, 1 to 10000; their width is rounded up to 1, 2 or 5. Default: 50. */
  readonly bins?: number | undefined;
}

const names: OptionNames<WeightOptions> = {
  ...figureOptionNames,
  bins: true,
};

/**
 * Draw the distribution of weights, one panel per label.
 *
 * Among series with the same label, the last is coloured and earlier ones are grey: before and after.
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
  const { edges, bin } = equalBins(found, bins);
  const colourOf = (i: number): Colour => (i === group.length - 1 ? place : "muted");
  const marks = group.map(({ values }, i) => sharesOf(values, { edges, bin, colour: colourOf(i) }));
  const highest = highestOf(marks);
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
