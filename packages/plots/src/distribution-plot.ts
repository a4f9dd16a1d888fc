import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import type { BarsMark, Figure, LegendEntry } from "./figure.ts";
import { binsFor, type EqualBins, equalBins, highestOf, sharesOf } from "./histogram.ts";
import { type FigureOptions, figureOptionNames, numberOption, readOptions } from "./options.ts";
import { extent, type Range } from "./range.ts";
import { countOf, emptyNote, signed } from "./words.ts";

/** Values of one quantity, such as the rates of the neurons of several populations. */
export interface Measured {
  /** The quantity: "rate". */
  readonly label: string;
  /** Empty for pure numbers. */
  readonly unit: string;
  readonly series: readonly MeasuredSeries[];
}

/** Values of one series, such as a population; NaN where the quantity is undefined. */
export interface MeasuredSeries {
  readonly label: string;
  readonly values: Float64Array;
}

/** Options of a plot of a distribution. */
export interface DistributionOptions extends FigureOptions {
  /** Approximate number of bins, 1 to 10000; their width is rounded up to 1, 2 or 5. Default: 10 to 50. */
  readonly bins?: number | undefined;
  /** Noun for one value, in the singular; default: "value". */
  readonly of?: string | undefined;
}

const names: OptionNames<DistributionOptions> = {
  ...figureOptionNames,
  bins: true,
  of: true,
};

/**
 * Draw the distribution of a quantity, one histogram per series.
 *
 * All series share the bins; bars give the percentage of a series. The legend gives mean and number of values,
 * and the remark how many are not finite and therefore omitted.
 */
export function distributionPlot(measured: Measured, options: DistributionOptions = {}): Figure {
  checkOptionNames(options, names, "distributionPlot");
  const { title, width, height, theme } = readOptions(options, 240);
  const of = options.of ?? "value";
  const { label } = measured;
  const { unit } = displayUnit(measured.unit);
  const series = measured.series.map((one) => {
    return {
      label: one.label,
      values: inDisplayUnit(one.values, measured.unit).filter(Number.isFinite),
    };
  });
  const counts = series.map(({ values }) => values.length);
  const bins = Math.round(
    numberOption("bins", options.bins ?? binsFor(Math.max(0, ...counts)), [1, 10_000]),
  );
  const shared = equalBins(extent(series.map(({ values }) => values)), bins);
  const room = roomAround(shared);
  const marks = series.map(({ values }, colour) => {
    return withRoom(sharesOf(values, { ...shared, colour }), room);
  });
  const highest = highestOf(marks);
  const missing = measured.series.reduce((sum, { values }) => sum + values.length, 0) - sum(counts);
  const panel = {
    title,
    remark: missing === 0 ? "" : `${countOf(missing, of)} without ${label} omitted`,
    x: {
      kind: "number" as const,
      label,
      unit,
      detail: `${Number(shared.bin.toPrecision(6))} ${unit}`.trim().concat(" bins"),
      ...room,
    },
    y: {
      kind: "number" as const,
      label: `share of ${of}s`,
      unit: "%",
      from: 0,
      until: highest > 0 ? highest * 1.08 : 1,
    },
    marks: highest > 0 ? marks : [emptyNote(`no ${of}s`)],
    legend: series.map((one, colour): LegendEntry => {
      return { text: legendOf(one, { unit, of }), colour };
    }),
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

/** One empty bin at each end keeps bars off the frame; quantities that are never negative have none below 0. */
function roomAround({ edges, bin }: EqualBins): Range {
  const [first, last] = [edges[0] as number, edges.at(-1) as number];
  return { from: first >= 0 ? Math.max(0, first - bin) : first - bin, until: last + bin };
}

/** Extend bars by empty ones up to the ends of the axis, so that the outermost bars have both walls. */
function withRoom(bars: BarsMark, { from, until }: Range): BarsMark {
  const isLower = from < (bars.edges[0] as number);
  const edges = [...(isLower ? [from] : []), ...bars.edges, until];
  const heights = [...(isLower ? [0] : []), ...bars.heights, 0];
  return { ...bars, edges: Float64Array.from(edges), heights: Float64Array.from(heights) };
}

function legendOf(
  { label, values }: MeasuredSeries,
  { unit, of }: { readonly unit: string; readonly of: string },
): string {
  const head = `${label} (${countOf(values.length, of)})`;
  if (values.length === 0) return head;
  const mean = values.reduce((total, value) => total + value / values.length, 0);
  return `${head}: mean ${signed(Number(mean.toPrecision(4)))} ${unit}`.trim();
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
