import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { dashCount } from "./dashes.ts";
import { PLOT_LENGTHS, PLOT_OPTION } from "./errors.ts";
import type { Figure, LegendEntry, Mark, NumberAxis } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { checkRange, extent, logRange, type Range, valueRange } from "./range.ts";
import { COLOURS } from "./theme.ts";
import { countOf, emptyNote } from "./words.ts";

/** Points of one line. */
export interface LineSeries {
  readonly label: string;
  /** In any order: lines may turn back, as those of a phase plane do. */
  readonly x: Float64Array;
  /** One per x; a value that is not finite leaves a gap. */
  readonly y: Float64Array;
  /** Band around the line, such as its standard deviation: lower and upper limit at each x. */
  readonly band?: { readonly low: Float64Array; readonly high: Float64Array } | undefined;
}

/** Axis of a line plot. */
export interface LineAxis {
  readonly label: string;
  /** Empty or missing for pure numbers. */
  readonly unit?: string | undefined;
  /** Default: linear. */
  readonly scale?: "linear" | "log" | undefined;
  /** Ends of the axis; default: those of the data with a margin. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/** Options of a line plot. */
export interface LineOptions extends FigureOptions {
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** Default: line. */
  readonly style?: "line" | "points" | "both" | undefined;
}

const names: OptionNames<LineOptions> = {
  ...figureOptionNames,
  x: "{ label, unit }",
  y: "{ label, unit }",
  style: true,
};

const axisNames: OptionNames<LineAxis> = {
  label: true,
  unit: true,
  scale: true,
  from: true,
  until: true,
};

/**
 * Draw lines or points of any two quantities, with linear or logarithmic axes.
 *
 * On a logarithmic axis, values that are not above 0 leave gaps, and the remark counts them.
 */
export function linePlot(series: readonly LineSeries[], options: LineOptions): Figure {
  checkOptionNames(options, names, "linePlot", ["x", "y"]);
  const { title, width, height, theme } = readOptions(options, 320);
  for (const end of ["x", "y"] as const) checkAxis(end, options[end]);
  for (const one of series) checkLengths(one);
  const { style = "line" } = options;
  if (style !== "line" && style !== "points" && style !== "both") {
    throw PLOT_OPTION({ place: "style", expected: "line, points or both", got: String(style) });
  }
  const [isLogX, isLogY] = [options.x.scale === "log", options.y.scale === "log"];
  const drawn = series.map((one): LineSeries => {
    const y = one.y.map((value, k) => {
      const isDrawn = isOn(one.x[k] as number, isLogX) && isOn(value, isLogY);
      return isDrawn ? value : Number.NaN;
    });
    return { ...one, y };
  });
  const xs = drawn.map(({ x, y }) =>
    x.map((value, k) => ((y[k] as number) * 0 === 0 ? value : Number.NaN)),
  );
  const ys = drawn.flatMap(({ y, band }) => (band === undefined ? [y] : [y, band.low, band.high]));
  const lost = series.reduce((sum, one, k) => sum + lostIn(one.y, drawn[k]?.y), 0);
  const hasData = extent(xs) !== undefined;
  const panel = {
    title,
    remark: lost === 0 ? "" : `${countOf(lost, "value")} not above 0 omitted`,
    x: axisOf(options.x, xs, "x"),
    y: axisOf(options.y, ys, "y"),
    marks: hasData ? marksOf(drawn, style) : [emptyNote("no values")],
    legend: series.length > 1 || series[0]?.label ? legendOf(series) : [],
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

function checkAxis(place: "x" | "y", axis: LineAxis): void {
  checkOptionNames(axis, axisNames, place, ["label"]);
  const { scale = "linear", from, until } = axis;
  if (scale !== "linear" && scale !== "log") {
    throw PLOT_OPTION({ place: `${place}.scale`, expected: "linear or log", got: String(scale) });
  }
  for (const [name, value] of Object.entries({ from, until })) {
    if (value === undefined || isOn(value, scale === "log")) continue;
    const expected = scale === "log" ? "a number above 0" : "a finite number";
    throw PLOT_OPTION({ place: `${place}.${name}`, expected, got: String(value) });
  }
}

function checkLengths({ label, x, y, band }: LineSeries): void {
  const lists = band === undefined ? { y } : { y, "band.low": band.low, "band.high": band.high };
  for (const [name, list] of Object.entries(lists)) {
    if (list.length === x.length) continue;
    const expected = `${x.length} values, one for each x`;
    throw PLOT_LENGTHS({ place: `${name} of "${label}"`, expected, got: String(list.length) });
  }
}

/** Whether an axis has a place for a value. */
function isOn(value: number, isLog: boolean): boolean {
  return Number.isFinite(value) && (!isLog || value > 0);
}

function lostIn(given: Float64Array, drawn: Float64Array | undefined): number {
  return given.reduce((sum, value, k) => {
    return sum + Number(Number.isFinite(value) && Number.isNaN(drawn?.[k]));
  }, 0);
}

function axisOf(axis: LineAxis, values: readonly Float64Array[], place: string): NumberAxis {
  const { label, unit = "", scale = "linear" } = axis;
  const isLog = scale === "log";
  const placed = isLog
    ? values.map((list) => list.map((value) => (value > 0 ? value : Number.NaN)))
    : values;
  const data = extent(placed) ?? { from: axis.from ?? 1, until: axis.until ?? 10 };
  const range = isLog ? logRange(data) : roundedRange(data, place);
  const ends = { from: axis.from ?? range.from, until: axis.until ?? range.until };
  const shown = checkRange(ends, `the ${place} axis`);
  return { kind: "number", label, unit, ...shown, ...(isLog && { scale: "log" as const }) };
}

/** Quantities that are never negative start at 0 rather than below. */
function roundedRange(data: Range, place: string): Range {
  const range = valueRange(data, `the ${place} axis`);
  return data.from >= 0 ? { ...range, from: Math.max(0, range.from) } : range;
}

function marksOf(
  series: readonly LineSeries[],
  style: "line" | "points" | "both",
): readonly Mark[] {
  return [
    ...series.flatMap(({ x, band }, k): readonly Mark[] => {
      return band === undefined ? [] : [{ kind: "area", x, ...band, colour: k % COLOURS }];
    }),
    ...series.flatMap(({ x, y }, k): readonly Mark[] => {
      const look = { x, y, colour: k % COLOURS, faint: false };
      const line: Mark = { kind: "line", ...look, dash: dashOf(k) };
      return [
        ...(style === "points" ? [] : [line]),
        ...(style === "line" ? [] : [{ kind: "points" as const, ...look }]),
      ];
    }),
  ];
}

function legendOf(series: readonly LineSeries[]): readonly LegendEntry[] {
  return series.map(({ label }, k) => ({ text: label, colour: k % COLOURS, dash: dashOf(k) }));
}

/** Colours repeat with another pattern of dashes. */
function dashOf(k: number): number {
  return Math.floor(k / COLOURS) % dashCount;
}
